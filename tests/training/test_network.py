"""The network's two halves, on an encoder with weights drawn at random."""

# ruff: noqa: E402 - without torch the imports below would fail, and the file is skipped

import pytest

torch = pytest.importorskip("torch", reason="training needs torch")

from training.encoder import Encoder
from training.network import Network, Standardizer

from countersight.extract.trained.labels import FEATURES, KINDS, ROLES, STATUSES, TECHNOLOGIES


@pytest.fixture
def network(encoder: Encoder) -> Network:
    torch.manual_seed(2)
    return Network(encoder).eval()


def window(length: int, padded: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return pieces, features and mask of the same window, with so many tokens of padding or none."""
    chance = torch.Generator().manual_seed(3)
    pieces = torch.ones(1, length + padded, dtype=torch.long)
    features = torch.zeros(1, length + padded, len(FEATURES))
    mask = torch.zeros(1, length + padded)
    pieces[:, :length] = torch.randint(4, 40, (1, length), generator=chance)
    features[:, :length] = (torch.rand(1, length, len(FEATURES), generator=chance) > 0.8).float()
    mask[:, :length] = 1.0
    return pieces, features, mask


def marked(length: int, first: int, last: int) -> torch.Tensor:
    marks = torch.zeros(1, length)
    marks[:, first:last] = 1.0
    return marks


@torch.no_grad()
def test_padding_changes_nothing(network: Network) -> None:
    hidden, tags = network.finder(*window(9, 0))
    longer, more_tags = network.finder(*window(9, 5))
    assert torch.allclose(hidden, longer[:, :9], atol=1e-5)
    assert torch.allclose(tags, more_tags[:, :9], atol=1e-5)
    _, features, mask = window(9, 5)
    roles, *slots = network.reader(hidden, features[:, :9], marked(9, 2, 5), mask[:, :9])
    more_roles, *more_slots = network.reader(longer, features, marked(14, 2, 5), mask)
    assert torch.allclose(roles, more_roles[:, :9], atol=1e-5)
    assert all(torch.allclose(one, other, atol=1e-5) for one, other in zip(slots, more_slots, strict=True))


@torch.no_grad()
def test_outputs_have_their_shapes(network: Network) -> None:
    pieces, features, mask = window(7, 0)
    hidden, tags = network.finder(pieces, features, mask)
    assert (hidden.shape, tags.shape) == ((1, 7, 8), (1, 7, 3))
    shapes = [tuple(part.shape) for part in network.reader(hidden, features, marked(7, 1, 3), mask)]
    assert shapes == [(1, 7, 3 * len(ROLES)), (1, len(KINDS)), (1, len(STATUSES)), (1, len(TECHNOLOGIES))]


@torch.no_grad()
def test_the_reader_sees_which_words_are_asked_about(network: Network) -> None:
    _, features, mask = window(9, 0)
    hidden, _ = network.finder(*window(9, 0))
    one = network.reader(hidden, features, marked(9, 1, 3), mask)
    other = network.reader(hidden, features, marked(9, 5, 8), mask)
    assert all(not torch.allclose(a, b, atol=1e-3) for a, b in zip(one, other, strict=True))


@torch.no_grad()
def test_dictionaries_are_trusted_at_first(network: Network) -> None:
    told = torch.zeros(1, 2 * len(FEATURES))
    told[0, FEATURES.index("drones")] = 1.0
    scores = network.reader.told(told)[0]
    assert TECHNOLOGIES[int(scores.argmax())] == "drones"
    assert (scores > 0).sum() == 1


def test_word_vectors_are_not_trained(network: Network) -> None:
    frozen = [name for name, parameter in network.named_parameters() if not parameter.requires_grad]
    assert frozen == ["finder.words.weight"]


def test_standardized_values_have_mean_zero_and_variance_one() -> None:
    values = torch.randn(400, 3, generator=torch.Generator().manual_seed(4)) * torch.tensor([1.0, 5.0, 20.0]) + 7.0
    out = Standardizer(3).train()(values)
    assert torch.allclose(out.mean(0), torch.zeros(3), atol=1e-3)
    assert torch.allclose(out.var(0, correction=0), torch.ones(3), atol=1e-3)


def test_masked_tokens_do_not_count() -> None:
    values = torch.randn(2, 6, 3, generator=torch.Generator().manual_seed(5))
    mask = torch.ones(2, 6)
    mask[1, 3:] = 0.0
    astray = values.clone()
    astray[1, 3:] = 1e4
    one, other = Standardizer(3).train(), Standardizer(3).train()
    one(values, mask)
    other(astray, mask)
    assert torch.equal(one.mean, other.mean)
    assert torch.equal(one.variance, other.variance)
    assert torch.allclose(one.mean, values[mask.bool()].mean(0), atol=1e-5)


def test_a_standardizer_in_use_learns_nothing() -> None:
    standard = Standardizer(3).eval()
    standard(torch.full((4, 3), 9.0))
    assert torch.equal(standard.mean, torch.zeros(3))
    assert float(standard.seen) == 0.0
