"""The tokenizer of the encoder, made of its vocabulary."""

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers


def make_tokenizer(vocabulary: list[tuple[str, float]], unknown: int) -> Tokenizer:
    """Build the tokenizer: NFKC, single spaces, words marked by their space, unigram pieces."""
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"[\s\u200b\ufeff]+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer
