//! docs/BENCHMARKS.md: each bench owns the section between its two marks and leaves the rest alone.
use crate::root;
use anyhow::{Context, Result};

/// Puts a section into the document, in place of its older self or at the end.
pub(super) fn write(name: &str, section: &str) -> Result<()> {
    let path = root::path("docs/BENCHMARKS.md");
    let document = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    std::fs::write(&path, replaced(&document, name, section))
        .with_context(|| format!("cannot write {}", path.display()))
}

fn replaced(document: &str, name: &str, section: &str) -> String {
    let (begin, end) = (format!("<!-- bench {name} -->\n"), format!("<!-- end of bench {name} -->\n"));
    let section = format!("{begin}{section}{end}");
    match document.split_once(&begin).and_then(|(head, rest)| Some((head, rest.split_once(&end)?.1))) {
        Some((head, tail)) => format!("{head}{section}{tail}"),
        None => format!("{}\n\n{section}", document.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_section_goes_to_the_end_and_a_second_run_takes_its_place() {
        let first = replaced("# Benchmarks\n", "fees", "one\n");
        assert_eq!(first, "# Benchmarks\n\n<!-- bench fees -->\none\n<!-- end of bench fees -->\n");
        let longer = format!("{first}after\n");
        let second = replaced(&longer, "fees", "two\n");
        assert_eq!(second, "# Benchmarks\n\n<!-- bench fees -->\ntwo\n<!-- end of bench fees -->\nafter\n");
    }
}
