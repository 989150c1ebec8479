#!/usr/bin/env python3
"""Makes a site of one transcript of 200,000 words, with 3,000 stand-off notes by three hands.

    make.py DIR [--words N] [--notes N] [--corrected N]

The words are drawn at random from a small vocabulary with a fixed seed, so that every run makes the
same bytes. `--corrected` notes quote a word that has been corrected since: each is looked for by
likeness and reported.
"""

import argparse
import pathlib
import random

HANDS = ["ann", "bo", "cai"]
QUOTED = 9  # words in a quotation
TURN = 80  # words in a turn


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dir", type=pathlib.Path)
    parser.add_argument("--words", type=int, default=200_000)
    parser.add_argument("--notes", type=int, default=3_000)
    parser.add_argument("--corrected", type=int, default=0)
    arguments = parser.parse_args()

    chance = random.Random(2026)
    vocabulary = ["".join(chance.choices("abcdefghilmnoprstu", k=chance.randint(2, 9))) for _ in range(8_000)]
    turns = [chance.choices(vocabulary, k=TURN) for _ in range(arguments.words // TURN)]
    content = arguments.dir / "content"
    content.mkdir(parents=True, exist_ok=True)
    (arguments.dir / "site.toml").write_text(site())
    (content / "long.md").write_text(transcript(turns))
    files = {hand: [] for hand in HANDS}
    for number in range(arguments.notes):
        files[HANDS[number % len(HANDS)]].append(note(number, turns, chance, number < arguments.corrected))
    for hand, notes in files.items():
        (content / f"long.notes.{hand}.md").write_text("".join(notes))


def site():
    people = "".join(f'[people.{hand}]\nname = "{hand.title()}"\n' for hand in HANDS)
    return f'title = "Long"\n{people}'


def transcript(turns):
    out = ['+++\ntitle = "Long"\nspeakers = ["Dee", "Eve"]\n+++\n\n']
    for number, words in enumerate(turns):
        if number % 50 == 0:
            out.append(f"## Part {number // 50 + 1}\n\n")
        minutes, seconds = divmod(number * 20, 60)
        out.append(f"**{['Dee', 'Eve'][number % 2]}:** [{minutes}:{seconds:02}] {' '.join(words)}.\n\n")
    return "".join(out)


def note(number, turns, chance, is_corrected):
    words = chance.choice(turns)
    start = chance.randrange(TURN - QUOTED)
    quoted = words[start:start + QUOTED]
    if is_corrected:
        quoted[QUOTED // 2] = "corrected"
    return f"> {' '.join(quoted)}\n\nWhat note {number} has to say of it.\n\n"


if __name__ == "__main__":
    main()
