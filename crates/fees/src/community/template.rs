//! 名前の型: service names with words in braces; parts without a word leave no blank behind.

/// The words in braces, in order.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(word, _)| word)
}

/// Fills the words; unknown ones become empty, and blanks that meet become one.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((word, after)) = after.split_once('}') else { break };
        out.push_str(values.iter().find(|(name, _)| *name == word).map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out.split(' ').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_empty_leaves_no_double_blank() {
        let name = fill("移動支援 {body} {second} {band} {hours}", &[("body", "身体介護有"), ("hours", "1H")]);
        assert_eq!(name, "移動支援 身体介護有 1H");
        assert_eq!(words("a {b} {c}").collect::<Vec<_>>(), ["b", "c"]);
    }
}
