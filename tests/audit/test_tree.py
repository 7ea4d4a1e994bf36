"""The tree is RFC 6962's: its published vectors, another library, and every proof there is."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from occupancy.audit.rules import (
    Growth,
    consistency,
    inclusion,
    leaf_hash,
    node_hash,
    range_hash,
    verify_consistency,
    verify_inclusion,
)

#: Inputs and roots of the reference implementation (certificate-transparency, merkle_tree_test).
INPUTS = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

leaves_of_any_size = st.integers(1, 70).map(
    lambda size: [leaf_hash(b"%d" % n) for n in range(size)]
)


def subtrees(leaves):
    """Return what a proof asks for, by definition: halves of halves."""

    def hash_of(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return node_hash(hash_of(level - 1, 2 * index), hash_of(level - 1, 2 * index + 1))

    return hash_of


def root(leaves) -> bytes:
    return range_hash(0, len(leaves), subtrees(leaves))


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(size):
    assert root([leaf_hash(each) for each in INPUTS[:size]]).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert root([]) == hashlib.sha256(b"").digest() == Growth().root()


@given(leaves_of_any_size, st.data())
def test_every_entry_is_proved_and_no_other_can_be(leaves, data):
    size = len(leaves)
    seq = data.draw(st.integers(0, size - 1))
    path = inclusion(seq, size, subtrees(leaves))
    assert len(path) <= size.bit_length()
    assert verify_inclusion(leaves[seq], seq, size, path, root(leaves))
    other = data.draw(st.integers(0, size - 1))
    if other != seq:
        assert not verify_inclusion(leaves[other], seq, size, path, root(leaves))
        assert not verify_inclusion(leaves[seq], other, size, path, root(leaves))
    assert not verify_inclusion(leaf_hash(b"forged"), seq, size, path, root(leaves))
    assert not verify_inclusion(leaves[seq], seq, size, [*path, bytes(32)], root(leaves))
    if path:
        assert not verify_inclusion(leaves[seq], seq, size, path[:-1], root(leaves))


@given(leaves_of_any_size, st.data())
def test_growth_is_proved_and_a_changed_past_cannot_be(leaves, data):
    new = len(leaves)
    old = data.draw(st.integers(1, new))
    path = consistency(old, new, subtrees(leaves))
    roots = root(leaves[:old]), root(leaves)
    assert verify_consistency(old, new, path, *roots)
    changed = [leaf_hash(b"forged"), *leaves[1:]]
    assert not verify_consistency(old, new, path, root(changed[:old]), roots[1])
    assert not verify_consistency(old, new, path, roots[0], root(changed))
    forged = consistency(old, new, subtrees(changed))
    assert not verify_consistency(old, new, forged, roots[0], root(changed))
    if old != new:
        assert not verify_consistency(old, new, path[:-1], *roots)


@given(leaves_of_any_size)
def test_a_growing_tree_has_the_same_root_in_little_memory(leaves):
    grown = Growth()
    for count, leaf in enumerate(leaves, start=1):
        list(grown.append(leaf))
        assert grown.root() == root(leaves[:count])


def test_a_growing_tree_tells_the_subtrees_to_keep():
    grown, leaves = Growth(), [leaf_hash(b"%d" % n) for n in range(600)]
    kept = [found for leaf in leaves for found in grown.append(leaf)]
    whole = subtrees(leaves)
    assert kept == [(8, 0, whole(8, 0)), (8, 1, whole(8, 1))]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 100, 257])
def test_another_library_finds_the_same(size):
    other = InmemoryTree(algorithm="sha256")
    leaves = []
    for number in range(size):
        other.append_entry(b"entry %d" % number)
        leaves.append(leaf_hash(b"entry %d" % number))
    assert other.get_root() == root(leaves)
    for old in range(1, size + 1, max(1, size // 5)):
        assert other.get_root(old) == root(leaves[:old])


def test_what_is_not_in_the_tree_has_no_proof():
    leaves = subtrees([leaf_hash(b"one")])
    with pytest.raises(ValueError, match="is not in a tree"):
        inclusion(1, 1, leaves)
    with pytest.raises(ValueError, match="no proof leads"):
        consistency(2, 1, leaves)
    assert not verify_inclusion(leaf_hash(b"one"), -1, 1, [], root([]))
    assert not verify_consistency(2, 1, [], bytes(32), bytes(32))
