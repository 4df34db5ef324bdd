//! 未確定の点 (U-01 … U-22): which readings the program can carry out, and which one holds for a visit.
use super::format::{OnUnsettled, Pack, Point};
use crate::community::entry::Held;
use crate::community::facts::Decision;

/// A point the program knows, with the readings it can carry out.
pub(super) struct KnownPoint {
    pub(super) id: &'static str,
    pub(super) readings: &'static [&'static str],
}

const fn known(id: &'static str, readings: &'static [&'static str]) -> KnownPoint {
    KnownPoint { id, readings }
}

/// Every point with its readings. A pack may give fewer readings, never others.
pub(super) const KNOWN: [KnownPoint; 27] = [
    known("U-01", &["lower_or_none", "start_band"]),
    known("U-02", &["line_per_band", "half_hours"]),
    known("U-03", &["without_premium", "not_billable", "with_premium"]),
    known("U-04", &["half_hour", "not_billable"]),
    known("U-05", &["without_premium", "lower_premium"]),
    known("U-06", &["join", "own_line"]),
    known("U-07", &["without_premium", "premium_only", "premium_and_half_hour"]),
    known("U-08", &["join", "own_line"]),
    known("U-09", &["keep_band", "own_visit", "drop", "merge"]),
    known("U-10", &["block"]),
    known("U-11", &["min_with_cap", "ten_percent"]),
    known("U-12", &["next_box_or_last", "next_box_or_none"]),
    known("U-13", &["addition_name"]),
    known("U-14", &["second_then_band", "band_then_second"]),
    known("U-15", &["no_band", "band"]),
    known("U-16", &["shown_minutes", "brackets", "shown_minutes_first_helper"]),
    known("U-17", &["legal", "birthday"]),
    known("U-18", &["block"]),
    known("U-19", &["block"]),
    known("U-20", &["separate", "sum"]),
    known("U-21", &["separate", "merge_under_two_hours"]),
    known("U-22", &["one_cap", "cap_per_service"]),
    known("CB-01", &["national_habit"]),
    known("CB-02", &["ask"]),
    known("CB-03", &["by_helper", "apart"]),
    known("SB-01", &["start_band", "longer_band", "without_premium"]),
    known("SB-02", &["next_bracket", "same_bracket"]),
];

/// What holds on a point for one visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<'p> {
    /// Id of the reading that is used.
    pub reading: &'p str,
    /// Set while nobody has decided and the pack says to wait.
    pub held: Option<Held>,
}

impl Pack {
    /// The entry of a point; none where the pack does not have it.
    pub fn point(&self, id: &str) -> Option<&Point> {
        self.points.iter().find(|point| point.id == id)
    }

    /// The reading of a point: that of the first decision naming it, else the default of the pack. `None` where the pack
    /// does not have the point.
    ///
    /// ```
    /// use fees::community::{facts::Decision, pack::Packs};
    /// let pack = Packs::builtin().by_id("kamakura").unwrap();
    /// let open = pack.choice("U-02", &[]).unwrap();
    /// assert_eq!((open.reading, open.held.is_some()), ("line_per_band", true));
    /// let decided = [Decision { point: "U-02".to_owned(), choice: "half_hours".to_owned() }];
    /// let settled = pack.choice("U-02", &decided).unwrap();
    /// assert_eq!((settled.reading, settled.held), ("half_hours", None));
    /// ```
    pub fn choice(&self, id: &str, decisions: &[Decision]) -> Option<Choice<'_>> {
        let point = self.point(id)?;
        let decided = decisions
            .iter()
            .filter(|decision| decision.point == id)
            .find_map(|decision| point.readings.iter().find(|reading| reading.id == decision.choice));
        if let Some(reading) = decided {
            return Some(Choice { reading: &reading.id, held: None });
        }
        let held = (point.on == OnUnsettled::Hold).then(|| point.held());
        Some(Choice { reading: &point.default, held })
    }

    /// Decisions that name a point or a reading this pack does not have.
    pub fn foreign_decisions<'d>(&self, decisions: &'d [Decision]) -> Vec<&'d Decision> {
        let fits = |decision: &&Decision| {
            self.point(&decision.point).is_some_and(|p| p.readings.iter().any(|r| r.id == decision.choice))
        };
        decisions.iter().filter(|decision| !fits(decision)).collect()
    }
}

impl Point {
    /// The question as it is put to a person.
    pub fn held(&self) -> Held {
        let text = |id: &str| self.readings.iter().find(|reading| reading.id == id).map(|reading| reading.text.clone());
        Held {
            id: self.id.clone(),
            question: self.question.clone(),
            suggestion: self.default.clone(),
            suggestion_text: text(&self.default).unwrap_or_default(),
            alternatives: self
                .readings
                .iter()
                .filter(|reading| reading.id != self.default)
                .map(|reading| (reading.id.clone(), reading.text.clone()))
                .collect(),
        }
    }
}
