//! 直すところ of a pack: file, line, what is wrong and how to mend it.
use std::fmt;

/// Something that has to be mended in a pack before it may be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackProblem {
    /// File name.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Stable id: `unknown_key`, `band_overlap`, `price_without_source`, …
    pub code: &'static str,
    /// What is wrong, in Japanese.
    pub what: String,
    /// How to mend it, in Japanese.
    pub how_to_fix: String,
}

impl fmt::Display for PackProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}。直し方: {} ({})", self.file, self.line, self.what, self.how_to_fix, self.code)
    }
}

/// A pack that cannot be used: all that was found, in order of line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct PackError(pub Vec<PackProblem>);

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}
