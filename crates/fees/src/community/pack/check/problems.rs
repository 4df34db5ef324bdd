//! 見つかったこと: each problem with the line it stands in.
use crate::community::pack::lines::Lines;
use crate::community::pack::problem::PackProblem;

/// The problems of one file so far.
pub(super) struct Problems<'a, 't> {
    file: &'a str,
    lines: &'a Lines<'t>,
    found: Vec<PackProblem>,
}

impl<'a, 't> Problems<'a, 't> {
    pub(super) const fn new(file: &'a str, lines: &'a Lines<'t>) -> Problems<'a, 't> {
        Problems { file, lines, found: Vec::new() }
    }

    /// `path` = the table or key it is about.
    pub(super) fn add(
        &mut self,
        path: &str,
        code: &'static str,
        what: impl Into<String>,
        how_to_fix: impl Into<String>,
    ) {
        let (line, file) = (self.lines.of(path), self.file.to_owned());
        self.found.push(PackProblem { file, line, code, what: what.into(), how_to_fix: how_to_fix.into() });
    }

    /// In order of line.
    pub(super) fn sorted(mut self) -> Vec<PackProblem> {
        self.found.sort_by_key(|problem| problem.line);
        self.found
    }
}
