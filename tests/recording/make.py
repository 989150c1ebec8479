#!/usr/bin/env python3
"""Makes the recording of content/transcripts/tide-gauge.md, and the times of its words.

The voices are those of eSpeak NG, which tells when each word begins. Needs the Debian packages `espeak-ng` and `lame`. What it makes is
kept beside the page, so that nobody needs either to build the demonstration: run it again after the words were changed.
"""

import ctypes
import json
import re
import subprocess
import tempfile
import wave
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "content/transcripts/tide-gauge.md"
VOICES = {"Ines": (b"en-gb+f3", 165, 62), "Col": (b"en-gb-scotland+m3", 150, 38)}
PAUSE = 0.45  # seconds between two turns
BETWEEN_SECTIONS = 1.1

RETRIEVAL = 1
CHARS_UTF8 = 1
RATE, PITCH = 1, 3
WORD, CLAUSE_END = 1, 5


class Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("id", ctypes.c_uint), ("text_position", ctypes.c_int), ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int), ("sample", ctypes.c_int), ("user", ctypes.c_void_p), ("number", ctypes.c_longlong),
    ]


def turns():
    """The turns of the page as `(speaker, text, whether a section begins)`, without markup."""
    body = PAGE.read_text().split("+++")[2].split("\n[^", 1)[0]
    begins = False
    for paragraph in re.split(r"\n\s*\n", body):
        begins = begins or paragraph.lstrip().startswith("## ")
        found = re.match(r"\*\*(\w+):\*\* (.*)", paragraph.strip(), re.S)
        if found:
            text = re.sub(r"\[\^[^\]]*\]|==|\*", "", found[2])
            yield found[1], " ".join(text.split()), begins
            begins = False


class Synthesizer:
    def __init__(self):
        self.library = ctypes.CDLL("libespeak-ng.so.1")
        self.rate = self.library.espeak_Initialize(RETRIEVAL, 200, None, 0)
        callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))
        self.callback = callback(self.hear)
        self.library.espeak_SetSynthCallback(self.callback)

    def hear(self, samples, count, events):
        if samples and count:
            self.sound += ctypes.string_at(samples, count * 2)
        at = 0
        while events[at].type:
            event = events[at]
            if event.type in (WORD, CLAUSE_END):
                self.events.append((event.type, event.text_position, event.length, event.audio_position / 1000))
            at += 1
        return 0

    def say(self, text, voice, speed, pitch):
        """The sound of `text`, and its words with their beginnings and ends in seconds."""
        self.sound, self.events = b"", []
        self.library.espeak_SetVoiceByName(voice)
        self.library.espeak_SetParameter(RATE, speed, 0)
        self.library.espeak_SetParameter(PITCH, pitch, 0)
        data = text.encode()
        self.library.espeak_Synth(data, len(data) + 1, 0, 1, 0, CHARS_UTF8, None, None)
        self.library.espeak_Synchronize()
        words = []
        for (kind, position, length, time), following in zip(self.events, self.events[1:] + [(0, 0, 0, len(self.sound) / 2 / self.rate)]):
            if kind == WORD:
                word = text[position - 1:].split()[0]
                words.append((word, time, following[3]))
        return self.sound, words


def main():
    synthesizer = Synthesizer()
    sound, words = b"", []
    silence = lambda seconds: b"\0\0" * int(synthesizer.rate * seconds)
    for speaker, text, begins in turns():
        sound += silence(BETWEEN_SECTIONS if begins and sound else PAUSE)
        start = len(sound) / 2 / synthesizer.rate
        spoken, own = synthesizer.say(text, *VOICES[speaker])
        sound += spoken
        words += [[word, round(start + begin, 2), round(start + end, 2)] for word, begin, end in own]
    sound += silence(0.6)
    rows = ",\n".join(json.dumps(word, ensure_ascii=False) for word in words)
    PAGE.with_suffix(".words.json").write_text('{"version":1,"media":0,"words":[' + rows + "]}\n")
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        with wave.open(file.name, "wb") as out:
            out.setparams((1, 2, synthesizer.rate, 0, "NONE", ""))
            out.writeframes(sound)
        target = PAGE.with_suffix(".mp3")
        subprocess.run(["lame", "--quiet", "-m", "m", "-b", "16", "--resample", "16", file.name, target], check=True)
    print(f"{len(words)} words, {len(sound) / 2 / synthesizer.rate:.1f} s, {target.stat().st_size} bytes")


main()
