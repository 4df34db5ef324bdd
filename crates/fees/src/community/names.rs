//! サービス名・特定内容・加算欄: the words of a record exactly as the tool prints them.
use super::entry::{BoxMark, Bracket};
use super::facts::Decision;
use super::pack::{MobilityRules, Pack};
use super::template::fill;

/// Who and what a name of 移動支援 speaks of.
#[derive(Clone, Copy)]
pub(super) struct Spoken<'a> {
    pub(super) pack: &'a Pack,
    pub(super) rules: &'a MobilityRules,
    pub(super) decisions: &'a [Decision],
    pub(super) body_care: bool,
    pub(super) free: bool,
    pub(super) second: bool,
    pub(super) bracket: Bracket,
    /// Label of the premium, empty without.
    pub(super) band: &'a str,
    /// サービス特定内容 of the band.
    pub(super) band_slot: Option<&'a str>,
}

impl Spoken<'_> {
    /// The line of the support itself.
    pub(super) fn support(self) -> String {
        let template = match &self.rules.name_free {
            Some(free) if self.free => free,
            _ => &self.rules.name,
        };
        self.filled(template, self.band)
    }

    /// The line of 通園・通学・通所加算; whether it carries the band is U-15.
    pub(super) fn commute(self) -> Option<String> {
        let line = self.rules.commute_line.as_ref()?;
        Some(self.filled(&line.name, if self.commute_takes_band() { self.band } else { "" }))
    }

    pub(super) fn commute_takes_band(self) -> bool {
        self.pack.choice("U-15", self.decisions).is_some_and(|choice| choice.reading == "band")
    }

    fn filled(self, template: &str, band: &str) -> String {
        let rules = self.rules;
        let second = if self.second { rules.name_second.as_str() } else { "" };
        // U-14: which of the two stands first
        let swapped =
            self.pack.choice("U-14", self.decisions).is_some_and(|choice| choice.reading == "band_then_second");
        let (first_place, second_place) = if swapped { (band, second) } else { (second, band) };
        let free = rules.commute_line.as_ref().filter(|_| self.free).map_or("", |line| line.name_free.as_str());
        fill(
            template,
            &[
                ("body", rules.name_body.of(self.body_care)),
                ("short", rules.name_free_short.as_ref().map_or("", |words| words.of(self.body_care))),
                ("second", first_place),
                ("band", second_place),
                ("hours", &self.bracket.hours_text()),
                ("free", free),
            ],
        )
    }

    /// サービス特定内容 in the order of the tool: kind, second helper, addition, band.
    pub(super) fn slots(self, commute: bool) -> Vec<String> {
        let rules = self.rules;
        let kind = match &rules.slot1_free {
            Some(free) if self.free => Some(free),
            _ => rules.slot1.as_ref(),
        };
        let Some(kind) = kind else { return Vec::new() };
        let mut slots = vec![kind.of(self.body_care).to_owned()];
        slots.extend(rules.slot_second.clone().filter(|_| self.second));
        slots.extend(rules.commute_line.as_ref().filter(|_| commute).map(|line| line.slot.clone()));
        slots.extend(self.band_slot.filter(|_| !commute || self.commute_takes_band()).map(str::to_owned));
        slots
    }
}

/// The box of 通学支援加算 for a support of some minutes, and whether it had to be rounded up (U-12).
pub(super) fn commute_box(
    pack: &Pack,
    rules: &MobilityRules,
    minutes: u16,
    decisions: &[Decision],
) -> (Option<BoxMark>, bool) {
    let fitting = rules.commute_boxes.iter().find(|mark| minutes <= mark.up_to_minutes);
    let exact = fitting.is_some_and(|mark| mark.up_to_minutes == minutes);
    let last = || pack.choice("U-12", decisions).is_none_or(|choice| choice.reading != "next_box_or_none");
    let mark = fitting.or_else(|| rules.commute_boxes.last().filter(|_| last()));
    (mark.map(|mark| BoxMark { index: mark.index, label: mark.label.clone(), value: 1 }), !exact)
}
