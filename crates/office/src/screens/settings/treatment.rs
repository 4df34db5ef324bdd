//! 処遇改善加算の区分: which classes a notice may name, by month – read from the table of additions.
use kernel::Month;
use ui::Choice;

/// The same table that the calculation reads.
const ADDITIONS: &str = include_str!("../../../../../data/fees/b_type/additions.csv");
const RULE: &str = "b_type.treatment_improvement";

struct Row {
    class: &'static str,
    name: &'static str,
    from: Month,
    to: Option<Month>,
}

/// Rows of the rule. The table is checked in and quotes nothing; its own lint sees to its form.
fn rows() -> Vec<Row> {
    let mut lines = ADDITIONS.lines().filter(|line| !line.starts_with('#'));
    let head: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let at = |name: &str| head.iter().position(|column| *column == name).expect("the table has this column");
    let (rule, class, name) = (at("rule"), at("tier"), at("name"));
    let (from, to) = (at("valid_from"), at("valid_to"));
    lines
        .map(|line| line.split(',').collect::<Vec<&str>>())
        .filter(|cells| cells.get(rule) == Some(&RULE))
        .map(|cells| Row {
            class: cells[class],
            name: cells[name],
            from: cells[from].parse().expect("checked-in months are months"),
            to: cells[to].parse().ok(),
        })
        .collect()
}

/// Whether a class may be filed for a month.
pub(super) fn in_force(class: &str, month: Month) -> bool {
    rows().iter().any(|row| row.class == class && row.from <= month && row.to.is_none_or(|to| month <= to))
}

/// All classes with the months in which they may be filed.
pub(super) fn choices() -> Vec<Choice> {
    let rows = rows();
    let mut choices: Vec<Choice> = Vec::new();
    for row in &rows {
        if choices.iter().any(|choice| choice.value == row.class) {
            continue;
        }
        let same = || rows.iter().filter(|other| other.class == row.class);
        let from = same().map(|row| row.from).min().unwrap_or(row.from);
        let to = if same().any(|row| row.to.is_none()) { None } else { same().filter_map(|row| row.to).max() };
        let until = to.map(Month::wareki).unwrap_or_default();
        choices.push(Choice::new(row.class, format!("{}〔{}〜{until}〕", row.name, from.wareki())));
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
