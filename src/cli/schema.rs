//! `postil schema`.

use super::editor_args::{SchemaArgs, SchemaText};
use super::{Exit, say};
use crate::schema::{SchemaSubject, json_schema};

pub(super) fn run(args: &SchemaArgs) -> Exit {
    let subject = match args.of {
        SchemaText::Site => SchemaSubject::Site,
        SchemaText::Page => SchemaSubject::Page,
        SchemaText::Notes => SchemaSubject::Notes,
    };
    say::result(format!("{:#}", json_schema(subject)));
    Exit::Good
}
