//! 問いと規則: what a strategy has asked and applied so far.
use crate::community::entry::Held;
use crate::community::facts::Decision;
use crate::community::pack::Pack;

/// What a strategy has asked and applied so far.
pub(super) struct Asked<'a> {
    pack: &'a Pack,
    pub(super) decisions: &'a [Decision],
    pub(super) rules: Vec<&'static str>,
    pub(super) held: Vec<Held>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(pack: &'a Pack, decisions: &'a [Decision]) -> Asked<'a> {
        Asked { pack, decisions, rules: Vec::new(), held: Vec::new() }
    }

    /// The reading of a point, noted as a rule of the line.
    pub(super) fn point(&mut self, id: &'static str) -> &'a str {
        self.note(id);
        let Some(choice) = self.pack.choice(id, self.decisions) else { return "" };
        if let Some(held) = choice.held
            && !self.held.contains(&held)
        {
            self.held.push(held);
        }
        choice.reading
    }

    pub(super) fn note(&mut self, id: &'static str) {
        if !self.rules.contains(&id) {
            self.rules.push(id);
        }
    }

    /// A settled rule, named only where no other speaks.
    pub(super) fn settled(&mut self, id: &'static str) {
        if self.rules.is_empty() {
            self.rules.push(id);
        }
    }

    pub(super) fn sorted_rules(&self) -> Vec<String> {
        let mut rules: Vec<String> = self.rules.iter().map(|id| (*id).to_owned()).collect();
        rules.sort();
        rules
    }
}
