//! IIIF Presentation 3, manifests of recordings for the viewers of libraries. They name the other files of a page and are
//! made where these are.

use super::registry::{Format, FormatReader, FormatWriter, Needs, PageWriter};

/// IIIF in the registry.
pub const FORMAT: Format = Format {
    id: "iiif",
    name: "IIIF",
    extensions: &["json"],
    units: "canvases",
    keeps: "",
    detect: |_| None,
    read: FormatReader::Nothing,
    write: Some(FormatWriter {
        name: "iiif",
        file: "manifest.json",
        media_type: r#"application/ld+json;profile="http://iiif.io/api/presentation/3/context.json""#,
        title: "export_iiif",
        needs: Needs::Recording,
        podcast_element: None,
        about: "a manifest (IIIF Presentation 3) of the recording, with captions, sections and notes, for the viewers of libraries and archives; the site needs a `base_url`, and the page the `duration` of its recording",
        write: PageWriter::Article,
    }),
};
