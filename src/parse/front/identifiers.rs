//! Persistent identifiers of a page: `doi = "10.5281/zenodo.1234"`, `ark = "ark:12345/x7"`.

use crate::diag::{Code, Diagnostic};
use crate::model::Identifiers;
use crate::toml_reader::TomlTable;

pub(super) fn read(table: &mut TomlTable) -> Identifiers {
    Identifiers {
        doi: read_one(table, "doi", doi, "write it as \"10.5281/zenodo.1234\", or as its address"),
        ark: read_one(table, "ark", ark, "write it as \"ark:12345/x7\", or as its address"),
    }
}

fn read_one(
    table: &mut TomlTable,
    key: &str,
    parse: fn(&str) -> Option<String>,
    help: &str,
) -> Option<String> {
    let written = table.string(key)?;
    let found = parse(&written.value);
    if found.is_none() {
        let message = format!("`{}` is not a {}", written.value, key.to_uppercase());
        table.report(Diagnostic::new(Code::BadValue, message).at(written.span).help(help));
    }
    found
}

/// The DOI without a resolver or `doi:`: a prefix `10.N` and a suffix of any characters that can be seen.
pub(super) fn doi(written: &str) -> Option<String> {
    let written = written.trim();
    let (before, name) = written.split_at(written.find("10.")?);
    let is_resolver = before.is_empty()
        || before.eq_ignore_ascii_case("doi:")
        || (before.starts_with("http") && before.ends_with('/'));
    let (prefix, suffix) = name.strip_prefix("10.")?.split_once('/')?;
    let is_registrant = prefix.len() > 3 && prefix.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_seen = |c: char| !c.is_whitespace() && !c.is_control();
    (is_resolver && is_registrant && !suffix.is_empty() && suffix.chars().all(is_seen))
        .then(|| name.to_string())
}

/// The ARK from `ark:` on; what stands before is a resolver.
pub(super) fn ark(written: &str) -> Option<String> {
    let written = written.trim();
    let at = written.find("ark:")?;
    let (before, name) = written.split_at(at);
    let rest = name.strip_prefix("ark:")?.trim_start_matches('/');
    let (authority, rest_of_name) = rest.split_once('/')?;
    let is_name = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "=~*+@_$%-./".contains(c))
    };
    let is_resolver = before.is_empty() || (before.starts_with("http") && before.ends_with('/'));
    (is_resolver && authority.len() >= 5 && is_name(authority) && is_name(rest_of_name))
        .then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::{ark, doi};

    #[test]
    fn identifiers_are_read_with_and_without_their_resolvers() {
        let zenodo = Some("10.5281/zenodo.1234".to_string());
        for written in
            ["10.5281/zenodo.1234", "doi:10.5281/zenodo.1234", " https://doi.org/10.5281/zenodo.1234 "]
        {
            assert_eq!(doi(written), zenodo, "{written}");
        }
        for written in ["zenodo.1234", "10.5281", "10.5281/", "about 10.5281/a", "10.x/y", "10.5281/a b"] {
            assert_eq!(doi(written), None, "{written}");
        }
        assert_eq!(ark("ark:/12345/x7.v2"), Some("ark:/12345/x7.v2".to_string()));
        assert_eq!(ark("https://n2t.net/ark:12345/x7"), Some("ark:12345/x7".to_string()));
        for written in
            ["12345/x7", "ark:x", "ark:123/x", "ark:12345/", "ark:12345/a b", "javascript:ark:12345/x"]
        {
            assert_eq!(ark(written), None, "{written}");
        }
    }
}
