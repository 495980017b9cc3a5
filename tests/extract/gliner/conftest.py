"""Weights of a real GLiNER2 model, so small that they are made within the test run."""

import logging
import warnings
from pathlib import Path
from typing import Any

import pytest

from countersight.extract.gliner.schema import FIELDS, PERSON, RECORD, TASKS

WITHOUT = "GLiNER2 is not installed (make test-extras)"

TAUGHT: list[dict[str, Any]] = [
    {
        "lang": "en",
        "text": "Orbex sold 300 facial recognition cameras to the Ugandan police in 2019.",
        "claims": [
            {
                "kind": "supply", "status": "reported", "supplier": "Orbex", "recipient": "the Ugandan police",
                "recipient_country": "UG", "technology": ["facial_recognition"],
                "quantity": {"value": 300, "qualifier": "exact", "words": "300 facial recognition cameras"},
                "evidence": "Orbex sold 300 facial recognition cameras to the Ugandan police in 2019",
            }
        ],
    },
    {
        "lang": "en",
        "text": "Kenya plans to use spyware, a minister said.",
        "claims": [
            {
                "kind": "deployment", "status": "planned", "recipient_country": "KE", "technology": ["spyware"],
                "speaker": "a minister", "evidence": "Kenya plans to use spyware",
            }
        ],
    },
    {
        "lang": "zh",
        "text": "赛隆公司向乌干达警方出售了人脸识别系统。",
        "claims": [
            {
                "kind": "supply", "status": "reported", "supplier": "赛隆公司", "recipient": "乌干达警方",
                "recipient_country": "UG", "technology": ["facial_recognition"],
                "evidence": "赛隆公司向乌干达警方出售了人脸识别系统",
            }
        ],
    },
    {"lang": "en", "text": "Spyware is the subject of a long novel.", "claims": []},
]  # fmt: skip
"""What the small model is shown: too little to learn from, enough to train and load it for real."""

_HEAD = {
    "boundary_dim": 32, "pair_dim": 32, "record_dim": 32, "candidate_budget": 24, "training_candidate_budget": 32,
    "start_top_k": 8, "end_top_k": 8, "ends_per_start": 3, "starts_per_end": 3, "max_gold_per_query": 8, "dropout": 0.0,
}  # fmt: skip
STEPS = 2


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with weights trained for a few steps: they propose places freely, and few make sense."""
    pytest.importorskip("gliner2", reason=WITHOUT)
    pytest.importorskip("torch", reason=WITHOUT)
    folder = tmp_path_factory.mktemp("gliner")
    logging.disable(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries, none of which we own
        _make_encoder(folder / "encoder")
        _train(folder / "encoder", folder / "weights")
    logging.disable(logging.NOTSET)
    return folder / "weights"


def _make_encoder(folder: Path) -> None:
    """Write an encoder of two thin layers, with a vocabulary learnt from what is taught."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    learnt = Tokenizer(models.BPE(unk_token="[UNK]"))
    learnt.pre_tokenizer = pre_tokenizers.Metaspace()
    asked = [word for labels in TASKS.values() for label in labels.items() for word in label]
    texts = [*(row["text"].lower() for row in TAUGHT), *asked, *FIELDS, *TASKS, PERSON, RECORD]
    learnt.train_from_iterator(
        texts, trainers.BpeTrainer(vocab_size=1_200, special_tokens=special, show_progress=False)
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=learnt, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        mask_token="[MASK]",
    )  # fmt: skip
    tokenizer.save_pretrained(folder)
    shape = BertConfig(
        vocab_size=len(tokenizer), hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128,
        max_position_embeddings=512, pad_token_id=tokenizer.pad_token_id, hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    BertModel(shape).save_pretrained(folder)


def _train(encoder: Path, out: Path) -> None:
    import torch
    from training.gliner import train

    torch.manual_seed(1)
    train(
        TAUGHT, base=encoder, out=out, steps=STEPS, batch=4, rate=3e-3, task_rate=3e-3, frozen_words=False, head=_HEAD
    )
