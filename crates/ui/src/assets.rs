//! Static files, compiled in and served under a name that changes with their content.
use std::sync::OnceLock;

/// One static file.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Name without version, `app.css`.
    pub name: &'static str,
    /// MIME type.
    pub mime: &'static str,
    /// Content.
    pub body: &'static [u8],
}

const ASSETS: &[Asset] = &[
    Asset { name: "app.css", mime: "text/css; charset=utf-8", body: include_bytes!("../assets/app.css") },
    Asset { name: "app.js", mime: "text/javascript; charset=utf-8", body: include_bytes!("../assets/app.js") },
    Asset { name: "grid.js", mime: "text/javascript; charset=utf-8", body: include_bytes!("../assets/grid.js") },
    Asset {
        name: "htmx.js",
        mime: "text/javascript; charset=utf-8",
        body: include_bytes!("../../../third_party/htmx/htmx.min.js"),
    },
    Asset { name: "visits.js", mime: "text/javascript; charset=utf-8", body: include_bytes!("../assets/visits.js") },
    Asset { name: "icon.svg", mime: "image/svg+xml", body: include_bytes!("../assets/icon.svg") },
];

/// The file behind `/assets/{versioned}`; `None` when the name or its version is unknown.
pub fn asset(versioned: &str) -> Option<Asset> {
    ASSETS.iter().copied().find(|asset| asset_href(asset.name).ends_with(&format!("/{versioned}")))
}

/// Address of a static file, with a content fingerprint so that browsers may keep it for ever.
///
/// # Panics
/// When no such file is compiled in: names come from templates, not from people.
///
/// ```
/// assert!(ui::asset_href("app.css").starts_with("/assets/app-"));
/// ```
pub fn asset_href(name: &str) -> &'static str {
    static HREFS: OnceLock<Vec<(&'static str, String)>> = OnceLock::new();
    let hrefs = HREFS.get_or_init(|| {
        ASSETS
            .iter()
            .map(|asset| {
                let (stem, extension) = asset.name.rsplit_once('.').unwrap_or((asset.name, ""));
                (asset.name, format!("/assets/{stem}-{:016x}.{extension}", fingerprint(asset.body)))
            })
            .collect()
    });
    hrefs.iter().find(|(known, _)| *known == name).map(|(_, href)| href.as_str()).expect("templates name known assets")
}

/// FNV-1a: only to name versions apart.
fn fingerprint(body: &[u8]) -> u64 {
    body.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
