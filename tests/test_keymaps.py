"""Keymaps: what a key is, which layer wins, files, settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medseg_gui.commands import COMMANDS
from medseg_gui.core.errors import BadInput
from medseg_gui.keymaps import MODIFIERS, NAMED, ORDER, OWN, Keys, held_keys, layered, normal, read, shipped, split
from medseg_gui.settings import Settings, resource_path, user_folder

DEFAULTS = {c.id: c.shortcut for c in COMMANDS}


@pytest.fixture
def keys() -> Keys:
    return Keys(Settings(), DEFAULTS)


def every_key(keys: Keys) -> list[str]:
    return [key for command_id in DEFAULTS for key in keys.of(command_id)] + list(held_keys(keys.mouse))


# ----- keys as text ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *(("ctrl+shift+z", "Ctrl+Shift+Z"), ("Shift+Ctrl+z", "Ctrl+Shift+Z"), ("pgdown", "PgDown"), ("+", "+")),
        *(("Ctrl++", "Ctrl++"), ("<", "<"), ("esc", "Esc"), ("f5", "F5"), ("Ctrl+;", "Ctrl+;")),
    ],
)
def test_a_key_has_one_writing(written: str, meant: str) -> None:
    assert normal(written) == meant


@pytest.mark.parametrize("text", ["", " ", "Ctrl+", "Foo+A", "AB", "Ctrl+Ctrl", "\n"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is no key"):
        normal(text)


@settings(deadline=None)
@given(
    st.sets(st.sampled_from(MODIFIERS)),
    st.one_of(st.sampled_from(NAMED), st.characters(min_codepoint=33, max_codepoint=126)),
)
def test_a_normal_key_stays_as_it_is(held: set[str], key: str) -> None:
    once = normal("+".join([*held, key]))
    assert normal(once) == once


def test_several_keys_are_separated() -> None:
    assert split("Ctrl+Y; ;") == ("Ctrl+Y", ";")
    assert split("") == ()


# ----- profiles --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ORDER)
def test_no_profile_has_a_clash_and_each_names_real_commands(name: str) -> None:
    profile = shipped(name)
    assert set(profile.keys) <= set(DEFAULTS)
    assert profile.id == name
    assert profile.title
    keys = Keys(Settings(keymap=name), DEFAULTS)
    assert not keys.problem
    found = every_key(keys)
    assert len(found) == len(set(found))
    for command_id, text in profile.keys.items():
        assert keys.of(command_id) == split(text), command_id  # what the product has is not lost to ours
    bound = {gesture.split("+")[-1].split()[-1] for gesture in profile.mouse}
    assert bound == {"Left", "Middle", "Right", "Wheel", "Move", "DoubleClick"}


def test_all_shipped_files_are_offered() -> None:
    assert {p.stem for p in resource_path("keymaps").glob("*.json")} == set(ORDER)


def test_the_own_profile_is_the_command_table(keys: Keys) -> None:
    assert {c: keys.of(c) for c in DEFAULTS} == {c: split(text) for c, text in DEFAULTS.items()}


bound = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.sampled_from("ABCDEF"), unique=True, max_size=3).map(tuple)
)


@settings(deadline=None)
@given(st.lists(bound, max_size=4), st.sets(st.sampled_from("ABCDEF")))
def test_of_several_layers_the_first_wins_and_nothing_clashes(
    layers: list[dict[str, tuple[str, ...]]], taken: set[str]
) -> None:
    found = layered(layers, taken)
    given_keys = [key for keys in found.values() for key in keys]
    assert len(given_keys) == len(set(given_keys))
    assert not set(given_keys) & taken
    for name in found:
        first = next(layer[name] for layer in layers if name in layer)
        assert set(found[name]) <= set(first)


# ----- changes ---------------------------------------------------------------------------------------
def test_a_taken_key_changes_hands_and_comes_back(keys: Keys) -> None:
    keys.change("tool.brush", ("E",))
    assert keys.of("tool.brush") == ("E",)
    assert keys.of("tool.eraser") == ()
    assert keys.owner("E") == "tool.brush"
    assert keys.changed("tool.brush")
    keys.reset("tool.brush")
    assert keys.of("tool.brush") == ("B",)
    assert keys.of("tool.eraser") == ("E",)
    assert not keys.any_changed


def test_reset_takes_the_key_back_from_whom_it_was_given_to(keys: Keys) -> None:
    keys.change("tool.eraser", ())
    keys.change("tool.brush", ("E", "Ctrl+B"))
    keys.reset("tool.eraser")
    assert keys.of("tool.eraser") == ("E",)
    assert keys.of("tool.brush") == ("Ctrl+B",)


def test_a_key_that_is_held_for_the_mouse_is_refused(keys: Keys) -> None:
    with pytest.raises(BadInput, match="W is held"):
        keys.change("tool.brush", ("W",))
    keys.use("slicer")
    assert keys.of("segment.next")[0] == "W"
    keys.change("tool.brush", ("W",))
    assert keys.of("segment.next") == (".",)


changes = st.lists(
    st.tuples(
        st.sampled_from(sorted(DEFAULTS)),
        st.one_of(st.none(), st.lists(st.sampled_from(["A", "B", "Ctrl+Z", "F9", "D", "1", "Z"]), max_size=2)),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(ORDER), changes)
def test_whatever_is_changed_nothing_clashes_and_a_restart_keeps_it(
    name: str, todo: list[tuple[str, list[str] | None]]
) -> None:
    keys = Keys(Settings(), DEFAULTS)
    keys.use(name)
    for command_id, wanted in todo:
        if wanted is None:
            keys.reset(command_id)
        else:
            keys.change(command_id, wanted)
            assert keys.of(command_id) == tuple(dict.fromkeys(wanted))
        found = every_key(keys)
        assert len(found) == len(set(found))
    again = Keys(Settings.load(), DEFAULTS)
    assert not again.problem
    assert {c: again.of(c) for c in DEFAULTS} == {c: keys.of(c) for c in DEFAULTS}
    keys.reset_all()
    assert {c: keys.of(c) for c in DEFAULTS} == {c: Keys(Settings(keymap=name), DEFAULTS).of(c) for c in DEFAULTS}


# ----- files -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ORDER)
def test_an_exported_keymap_is_the_same_on_another_computer(name: str, tmp_path: Path) -> None:
    keys = Keys(Settings(), DEFAULTS)
    keys.use(name)
    keys.change("tool.lasso", ("Ctrl+L",))
    keys.change("tool.box", ())
    keys.write(tmp_path / "mine.json")
    other = Keys(Settings(), DEFAULTS)
    other.change("edit.undo", ("F9",))
    assert other.take(tmp_path / "mine.json") == []
    assert {c: other.of(c) for c in DEFAULTS} == {c: keys.of(c) for c in DEFAULTS}
    assert other.mouse == keys.mouse
    assert Keys(Settings.load(), DEFAULTS).of("tool.lasso") == ("Ctrl+L",)


def test_a_keymap_of_a_later_version_names_the_commands_that_are_missing(tmp_path: Path, keys: Keys) -> None:
    path = tmp_path / "later.json"
    path.write_text(json.dumps({"medseg_keymap": 1, "keys": {"tool.wand": "F9", "tool.brush": "F8"}}))
    assert keys.take(path) == ["tool.wand"]
    assert keys.of("tool.brush") == ("F8",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not json", "no keymap"),
        ("[1]", "no keymap"),
        ("{}", "no keymap"),
        ('{"medseg_keymap": 2}', "newer medseg"),
        ('{"medseg_keymap": 1, "keys": {"tool.brush": 3}}', "damaged"),
        ('{"medseg_keymap": 1, "keys": {"tool.brush": "Wheel"}}', "is no key"),
        ('{"medseg_keymap": 1, "keys": {"tool.brush": "F9", "tool.lasso": "f9"}}', "both tool.brush and tool.lasso"),
        ('{"medseg_keymap": 1, "mouse": {"Tail": "zoom"}}', "no mouse gesture"),
        ('{"medseg_keymap": 1, "mouse": {"Left": "dance"}}', "nothing that the mouse does"),
    ],
)
def test_a_bad_file_is_one_clear_line_and_changes_nothing(text: str, said: str, tmp_path: Path, keys: Keys) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text)
    before = {c: keys.of(c) for c in DEFAULTS}
    with pytest.raises(BadInput, match=said) as caught:
        keys.take(path)
    assert "\n" not in str(caught.value)
    assert {c: keys.of(c) for c in DEFAULTS} == before
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "none.json")


# ----- settings --------------------------------------------------------------------------------------
def test_bad_keys_in_the_settings_are_told_once_and_the_standard_holds() -> None:
    keys = Keys(Settings(keymap="emacs", keys={"tool.brush": "Wheel", "tool.lasso": "F9"}), DEFAULTS)
    assert "Wheel" in keys.problem
    assert keys.of("tool.brush") == ("B",)
    assert keys.of("tool.lasso") == ("F9",)
    keys = Keys(Settings(keymap="emacs"), DEFAULTS)
    assert "no keymap 'emacs'" in keys.problem
    assert keys.profile.id == OWN


@pytest.mark.parametrize("text", ["{ broken", "[]", ""])
def test_damaged_settings_are_kept_beside_and_told(text: str) -> None:
    path = user_folder("config") / "settings.json"
    path.write_text(text)
    found = Settings.load()
    assert found == Settings()
    assert "damaged" in found.problem
    assert path.with_suffix(".broken.json").read_text() == text
    found.save()
    assert not Settings.load().problem


def test_settings_of_the_wrong_kind_are_named() -> None:
    path = user_folder("config") / "settings.json"
    path.write_text('{"keymap": 3, "outline": false}')
    found = Settings.load()
    assert (found.keymap, found.outline) == (OWN, False)
    assert "keymap" in found.problem
    assert "outline" not in found.problem
