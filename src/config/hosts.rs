//! Hosts of files, and the largest sites that they take: `[host]`.

use crate::toml_reader::TomlTable;

/// A host of sites, with the limits that its documentation gives for its free service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SiteHost {
    /// The name in `[host]`.
    pub id: &'static str,
    /// The name that people use.
    pub name: &'static str,
    /// The most files that a site may have.
    pub files: Option<u64>,
    /// The most bytes that a site may have.
    pub bytes: Option<u64>,
    /// The most bytes that a file may have.
    pub file: Option<u64>,
    /// The most files that a folder may have, without those of the folders in it.
    pub folder: Option<u64>,
}

/// A host without limits, to which others add theirs.
const UNLIMITED: SiteHost = SiteHost { id: "", name: "", files: None, bytes: None, file: None, folder: None };

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// The hosts whose limits are known, in the order of the manual.
pub const HOSTS: [SiteHost; 5] = [
    SiteHost {
        id: "github-pages",
        name: "GitHub Pages",
        bytes: Some(GIB),
        file: Some(100 * MIB),
        ..UNLIMITED
    },
    SiteHost {
        id: "gitlab-pages",
        name: "GitLab Pages",
        bytes: Some(GIB),
        files: Some(200_000),
        ..UNLIMITED
    },
    SiteHost {
        id: "cloudflare-pages",
        name: "Cloudflare Pages",
        files: Some(20_000),
        file: Some(25 * MIB),
        ..UNLIMITED
    },
    SiteHost { id: "netlify", name: "Netlify", folder: Some(54_000), ..UNLIMITED },
    SiteHost { id: "neocities", name: "Neocities", bytes: Some(GIB), ..UNLIMITED },
];

impl SiteHost {
    /// Reads `[host]`.
    pub(super) fn read(table: &mut TomlTable) -> Option<SiteHost> {
        table.choice("kind", &HOSTS.map(|host| (host.id, host)))
    }
}
