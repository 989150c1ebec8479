//! The rules of ARCHITECTURE.md that no tool holds.

use std::fs;
use std::path::Path;

/// The modules in the order in which they may use each other. Those on one step may not.
const STEPS: [&[&str]; 20] = [
    &["disk"],
    &["text", "source", "cache"],
    &["diag", "transcript"],
    &["toml_reader"],
    &["bibliography"],
    &["config"],
    &["model"],
    &["speech"],
    &["load", "parse"],
    &["formats"],
    &["timing"],
    &["resolve"],
    &["render", "index"],
    &["publish"],
    &["pipeline", "new", "edit", "schema"],
    &["review"],
    &["check", "permalinks", "retime", "serve"],
    &["lsp"],
    &["cli"],
    &["main", "lib"],
];

fn step(module: &str) -> usize {
    STEPS.iter().position(|step| step.contains(&module)).unwrap_or_else(|| panic!("{module} is on no step"))
}

/// Calls `check` with the module, the path and the text of every source file, with the tests inside it. Files of
/// tests alone may use whatever they need.
fn for_each_file(folder: &Path, module: Option<&str>, check: &mut impl FnMut(&str, &Path, &str)) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let module = module.unwrap_or(name);
        if path.is_dir() {
            for_each_file(&path, Some(module), check);
        } else if path.extension().is_some_and(|extension| extension == "rs") && name != "tests" {
            let text = fs::read_to_string(&path).unwrap();
            check(module, &path, &text);
        }
    }
}

fn source_folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
}

#[test]
fn arrows_point_one_way() {
    let mut wrong = Vec::new();
    for_each_file(source_folder(), None, &mut |module, path, text| {
        for used in text.split("crate::").skip(1) {
            assert!(!used.starts_with('{'), "{}: one `use` for each module", path.display());
            let used: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if used != module && step(&used) >= step(module) {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_is_explained() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/ARCHITECTURE.md")).unwrap();
    let modules = STEPS.iter().copied().flatten().filter(|module| !["main", "lib"].contains(module));
    let missing: Vec<_> = modules.filter(|module| !page.contains(&format!("`{module}`"))).collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md does not explain {missing:?}");
}

#[test]
fn each_library_has_its_own_corner() {
    let corners = [
        ("biblatex", "bibliography"),
        ("comrak", "parse"),
        ("syntect", "render"),
        ("tera", "render"),
        ("ab_glyph", "render"),
        ("rustybuzz", "render"),
        ("unicode_bidi", "render"),
        ("png", "render"),
        ("elasticlunr", "index"),
        ("cap_std", "disk"),
        ("cap_fs_ext", "disk"),
        ("rustix", "disk"),
        ("rust_embed", "load"),
        ("axum", "serve"),
        ("hyper", "serve"),
        ("hyper_util", "serve"),
        ("tokio", "serve"),
        ("notify", "serve"),
        ("clap", "cli"),
        ("annotate_snippets", "cli"),
        ("indicatif", "cli"),
        ("quick_xml", "formats"),
        ("math_core", "text"),
        ("imagesize", "load"),
    ];
    let mut wrong = Vec::new();
    for_each_file(source_folder(), None, &mut |module, path, text| {
        for (library, corner) in corners {
            let uses = text.contains(&format!("use {library}::")) || text.contains(&format!(" {library}::"));
            if uses && !corner.split(' ').any(|allowed| allowed == module) {
                wrong.push(format!("{} uses {library}", path.display()));
            }
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_can_be_read_in_one_sitting() {
    let mut wrong = Vec::new();
    for_each_file(source_folder(), None, &mut |_, path, text| {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        if code.lines().count() > 450 {
            wrong.push(format!("{} has {} lines", path.display(), code.lines().count()));
        }
        if !text.starts_with("//! ") {
            wrong.push(format!("{} does not begin by saying what it is for", path.display()));
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
