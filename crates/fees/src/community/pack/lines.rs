//! 行番号: where in the file a key of the pack stands.
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text of a pack with its tree of positions.
pub(super) struct Lines<'t> {
    text: &'t str,
    tree: Spanned<DeTable<'t>>,
}

impl<'t> Lines<'t> {
    /// Reads the positions; fails where the text is no TOML.
    pub(super) fn read(text: &'t str) -> Result<Lines<'t>, toml::de::Error> {
        Ok(Lines { text, tree: DeTable::parse(text)? })
    }

    /// The line of a byte of the text.
    pub(super) fn at(text: &str, byte: usize) -> u32 {
        let end = byte.min(text.len());
        1 + text.as_bytes()[..end].iter().filter(|b| **b == b'\n').count() as u32
    }

    /// The line of `band.2.ranges`; of the nearest table above it where the key is missing.
    pub(super) fn of(&self, path: &str) -> u32 {
        let mut line = 1;
        let mut table: Option<&DeTable<'t>> = Some(self.tree.get_ref());
        let mut array: Option<&[Spanned<DeValue<'t>>]> = None;
        for step in path.split('.') {
            let found = match (table, array, step.parse::<usize>()) {
                (_, Some(items), Ok(index)) => items.get(index).map(|item| (item.span().start, item)),
                (Some(keys), None, _) => {
                    keys.iter().find(|(key, _)| key.get_ref() == step).map(|(key, value)| (key.span().start, value))
                }
                _ => None,
            };
            let Some((byte, value)) = found else { break };
            line = Lines::at(self.text, byte);
            table = value.get_ref().as_table();
            array = value.get_ref().as_array().map(|items| &items[..]);
        }
        line
    }
}
