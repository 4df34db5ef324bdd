//! 処遇改善加算の区分: which classes a notice may name, by month.
use fees::{FeeTables, Tier, b_type::Rule};
use kernel::Month;
use ui::Choice;

fn rows() -> Vec<Tier> {
    FeeTables::builtin().tiers(Rule::TreatmentImprovement)
}

/// Whether a class may be filed for a month.
pub(super) fn in_force(class: &str, month: Month) -> bool {
    rows().iter().any(|row| row.tier == class && row.period.contains(month))
}

/// All classes with the months in which they may be filed.
pub(super) fn choices() -> Vec<Choice> {
    let rows = rows();
    let mut choices: Vec<Choice> = Vec::new();
    for row in &rows {
        if choices.iter().any(|choice| choice.value == row.tier) {
            continue;
        }
        let same = || rows.iter().filter(|other| other.tier == row.tier);
        let from = same().map(|row| row.period.from).min().unwrap_or(row.period.from);
        let to =
            if same().any(|row| row.period.to.is_none()) { None } else { same().filter_map(|row| row.period.to).max() };
        let until = to.map(Month::wareki).unwrap_or_default();
        choices.push(Choice::new(row.tier, format!("{}〔{}〜{until}〕", row.name, from.wareki())));
    }
    choices
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn classes(month: &str) -> Vec<String> {
        let month = month.parse().unwrap();
        choices().into_iter().map(|choice| choice.value).filter(|class| in_force(class, month)).collect()
    }

    #[test]
    fn the_classes_change_with_the_revisions() {
        assert_eq!(classes("2025-04"), ["I", "II", "III", "IV"]);
        let mut latest = classes("2026-06");
        latest.sort();
        assert_eq!(latest, ["I-i", "I-ro", "II-i", "II-ro", "III", "IV"]);
        assert_eq!(classes("2025-03").len(), 18, "with the fourteen classes of the transition");
        assert!(classes("2024-03").is_empty());
    }

    #[test]
    fn a_choice_says_from_when_until_when() {
        let label = |class: &str| choices().into_iter().find(|choice| choice.value == class).unwrap().label;
        assert!(label("I").ends_with("〔令和6年6月〜令和8年5月〕"), "{}", label("I"));
        assert!(label("III").ends_with("〔令和6年6月〜〕"), "{}", label("III"));
        assert!(label("I-ro").ends_with("〔令和8年6月〜〕"));
    }
}
