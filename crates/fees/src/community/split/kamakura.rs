//! 鎌倉市の分けかた (`kamakura-lines`): one line per band, day by day, with the 15, 20, 30 and 60 minutes of the manual.
//!
//! T = minutes of the visit on the day, a part = its minutes inside one band. In the order of the manual:
//!
//! | visit | lines | rule |
//! |---|---|---|
//! | one band | one | R-0 |
//! | T ≤ 30, two parts, premium ≥ 15 | one, with that premium | R-1 |
//! | two parts, premium < 15 | one without | R-2 |
//! | 30 < T ≤ 60, each ≥ 20 | one per band | R-3 |
//! | 30 < T ≤ 60 otherwise | one without | R-4 |
//! | T > 60 | one per band; short ends join | R-5 |
//!
//! What the manual leaves open is a point of the pack and is asked; the first reading of each point stands below.
use super::asked::Asked;
use super::parts::Part;
use super::visit::{Dropped, Split, SplitLine, SplitTrouble, Worked};
use crate::community::pack::{Boundary, Pack};

/// The minutes of the rules, from the pack.
#[derive(Clone, Copy)]
struct Numbers {
    premium_min: u16,
    small_total_max: u16,
    separate_each_min: u16,
    medium_total_max: u16,
    billable_min: u16,
}

/// A line before it is numbered and named.
struct Draft {
    start: u16,
    end: u16,
    minutes: u16,
    deducted: Vec<(u16, u16)>,
    band: Option<usize>,
    /// Minutes of the other day that a decision counts here.
    carried: u16,
    why: String,
}

impl Draft {
    fn over(parts: &[Part], band: Option<usize>, why: impl Into<String>) -> Draft {
        Draft {
            start: parts.first().map_or(0, Part::start),
            end: parts.last().map_or(0, Part::end),
            minutes: parts.iter().map(Part::minutes).sum(),
            deducted: Part::gaps(parts),
            band,
            carried: 0,
            why: why.into(),
        }
    }
}

/// The share of one day.
struct Day<'a> {
    pack: &'a Pack,
    numbers: Numbers,
    asked: Asked<'a>,
    dropped: Vec<Dropped>,
}

pub(super) fn split(pack: &Pack, worked: &Worked<'_>, parts: &[Part]) -> Result<Split, SplitTrouble> {
    let rules = &pack.split;
    let number = |value: Option<u16>| value.ok_or(SplitTrouble::NoTime);
    let numbers = Numbers {
        premium_min: number(rules.premium_min)?,
        small_total_max: number(rules.small_total_max)?,
        separate_each_min: number(rules.separate_each_min)?,
        medium_total_max: number(rules.medium_total_max)?,
        billable_min: number(rules.billable_min)?,
    };
    let new = || Day { pack, numbers, asked: Asked::new(pack, worked.decisions), dropped: Vec::new() };
    let border = parts.iter().position(|part| part.day == 1).unwrap_or(parts.len());
    let (first, second) = parts.split_at(border);
    if first.is_empty() || second.is_empty() {
        let mut day = new();
        let drafts = day.judge(parts)?;
        return Ok(finished(pack, u8::from(first.is_empty()), day, drafts));
    }
    over_midnight(pack, [new(), new()], [first, second])
}

/// Both days of a visit over midnight, each on its own; a short remainder is asked about (U-09).
fn over_midnight<'a>(pack: &Pack, days: [Day<'a>; 2], shares: [&[Part]; 2]) -> Result<Split, SplitTrouble> {
    let [total_0, total_1] = shares.map(total);
    let mut days = days;
    let least = days[0].numbers.billable_min;
    let remainder = |minutes: u16| minutes < least && total_0 + total_1 >= least;
    let mut drafts = [Vec::new(), Vec::new()];
    let shorter = if total_0 < total_1 { 0 } else { 1 };
    let both = remainder(total_0) && remainder(total_1);
    for (at, minutes) in [total_0, total_1].into_iter().enumerate() {
        drafts[at] = if remainder(minutes) {
            days[at].remainder(at, shares[at], both && at != shorter)?
        } else {
            days[at].judge(shares[at])?
        };
    }
    let merging = days.iter().position(|day| day.asked.rules.contains(&"U-09") && day.merges());
    if merging.is_some() {
        let from = shorter;
        let shown: u16 = drafts[from].iter().map(shown_minutes).sum();
        let line = if from == 0 { drafts[1].first_mut() } else { drafts[0].last_mut() };
        if let Some(line) = line {
            line.carried = shown;
            line.why.push_str("。もう一方の日の短い時間を足した");
            drafts[from].clear();
        }
    }
    // both days wait, because one of the readings moves minutes between them
    let waiting: Vec<_> = days.iter().flat_map(|day| day.asked.held.clone()).filter(|held| held.id == "U-09").collect();
    for day in &mut days {
        if let Some(held) = waiting.first().filter(|held| !day.asked.held.contains(held)) {
            day.asked.held.push(held.clone());
        }
    }
    let [drafts_0, drafts_1] = drafts;
    let [day_0, day_1] = days;
    let mut whole = finished(pack, 0, day_0, drafts_0);
    let later = finished(pack, 1, day_1, drafts_1);
    whole.lines.extend(later.lines);
    whole.dropped.extend(later.dropped);
    Ok(whole)
}

fn total(parts: &[Part]) -> u16 {
    parts.iter().map(Part::minutes).sum()
}

impl Day<'_> {
    fn premium(&self, part: &Part) -> bool {
        self.rank(part) > 0
    }

    fn rank(&self, part: &Part) -> u8 {
        self.pack.bands.get(part.band).map_or(0, |band| band.rank)
    }

    fn words(&self, part: &Part) -> &str {
        self.pack.bands.get(part.band).map_or("", |band| band.words())
    }

    fn merges(&self) -> bool {
        self.pack.choice("U-09", self.asked.decisions).is_some_and(|choice| choice.reading == "merge")
    }

    fn drop(&mut self, parts: &[Part], rule: &str) {
        for part in parts {
            self.dropped.push(Dropped {
                day: part.day,
                start: part.start(),
                end: part.end(),
                rule: rule.to_owned(),
                reason: format!("{}分は、{rule} の判断により請求しない", part.minutes()),
            });
        }
    }

    /// What midnight left over; `longer` = the other day is short too, and shorter.
    fn remainder(&mut self, at: usize, parts: &[Part], longer: bool) -> Result<Vec<Draft>, SplitTrouble> {
        match self.asked.point("U-09") {
            "own_visit" => self.judge(parts),
            "drop" if !longer => {
                self.drop(parts, "U-09");
                Ok(Vec::new())
            }
            _ => {
                let side = if at == 0 { "前" } else { "後" };
                let why = format!("0時で分けた{side}の日は{}分だが、訪問全体では足りている", total(parts));
                Ok(vec![Draft::over(parts, parts.first().map(|part| part.band), why)])
            }
        }
    }

    fn judge(&mut self, parts: &[Part]) -> Result<Vec<Draft>, SplitTrouble> {
        let total = total(parts);
        match parts {
            [] => Ok(Vec::new()),
            [only] => Ok(self.single(only)),
            [a, b] if total <= self.numbers.small_total_max => Ok(self.small(a, b)),
            [a, b] if total <= self.numbers.medium_total_max => Ok(self.medium(parts, a, b)),
            [_, middle @ .., _] => {
                let short = |part: &Part| part.minutes() < self.numbers.separate_each_min;
                if total <= self.numbers.medium_total_max || middle.iter().any(short) {
                    return Err(SplitTrouble::Scattered);
                }
                self.long(parts)
            }
        }
    }

    /// One band.
    fn single(&mut self, part: &Part) -> Vec<Draft> {
        let (minutes, words) = (part.minutes(), self.words(part).to_owned());
        if self.premium(part) && minutes < self.numbers.premium_min {
            let band = match self.asked.point("U-03") {
                "not_billable" => {
                    self.drop(std::slice::from_ref(part), "U-03");
                    return Vec::new();
                }
                "with_premium" => Some(part.band),
                _ => None,
            };
            return vec![Draft::over(std::slice::from_ref(part), band, format!("{words}だけで{minutes}分"))];
        }
        if minutes < self.numbers.billable_min && self.asked.point("U-04") == "not_billable" {
            self.drop(std::slice::from_ref(part), "U-04");
            return Vec::new();
        }
        self.asked.settled("R-0");
        vec![Draft::over(std::slice::from_ref(part), Some(part.band), format!("{words}だけの{minutes}分"))]
    }

    /// Two parts, together at most 30 minutes: one line.
    fn small(&mut self, a: &Part, b: &Part) -> Vec<Draft> {
        let both = [a.clone(), b.clone()];
        if a.minutes() + b.minutes() < self.numbers.billable_min
            && self.asked.rules.is_empty()
            && self.asked.point("U-04") == "not_billable"
        {
            self.drop(&both, "U-04");
            return Vec::new();
        }
        let enough = |part: &Part| part.minutes() >= self.numbers.premium_min;
        let least = self.numbers.premium_min;
        let premium = |part: &Part| self.premium(part) && enough(part);
        let (first, second) = (premium(a), premium(b));
        if self.premium(a) && self.premium(b) && first == second {
            let start = self.asked.point("U-01") == "start_band";
            let lower = if self.rank(b) < self.rank(a) { b } else { a };
            let band = if start { Some(a.band) } else { first.then_some(lower.band) };
            let why = format!("{}{}分と{}{}分", self.words(a), a.minutes(), self.words(b), b.minutes());
            return vec![Draft::over(&both, band, why)];
        }
        let (band, why) = match (first, second) {
            (true, _) => (Some(a.band), format!("{}が{}分で{least}分以上", self.words(a), a.minutes())),
            (_, true) => (Some(b.band), format!("{}が{}分で{least}分以上", self.words(b), b.minutes())),
            _ => (None, format!("加算のある時間帯が{least}分未満")),
        };
        self.asked.settled(if band.is_some() { "R-1" } else { "R-2" });
        vec![Draft::over(&both, band, why)]
    }

    /// Two parts, together more than 30 and at most 60 minutes.
    fn medium(&mut self, parts: &[Part], a: &Part, b: &Part) -> Vec<Draft> {
        let least = self.numbers.separate_each_min;
        if a.minutes() >= least && b.minutes() >= least {
            if a.minutes().max(b.minutes()) <= self.numbers.small_total_max {
                self.asked.settled("R-3");
                return self.each(parts, &format!("両方の時間帯が{least}分以上"));
            }
            return match self.asked.point("U-02") {
                "half_hours" => self.halves(parts),
                _ => self
                    .each(parts, &format!("両方の時間帯が{least}分以上、片方が{}分超", self.numbers.small_total_max)),
            };
        }
        if self.premium(a) && self.premium(b) {
            let lower = if self.rank(b) < self.rank(a) { b } else { a };
            let band = (self.asked.point("U-05") == "lower_premium").then_some(lower.band);
            return vec![Draft::over(parts, band, format!("全部が加算のある時間帯で、片方が{least}分未満"))];
        }
        let premium = if self.premium(a) { a } else { b };
        if premium.minutes() < self.numbers.premium_min {
            self.asked.settled("R-2");
            let why = format!("{}が{}分未満", self.words(premium), self.numbers.premium_min);
            return vec![Draft::over(parts, None, why)];
        }
        self.asked.settled("R-4");
        let why = format!("{}分以下で、片方が{least}分未満のため続けて1行、加算なし", self.numbers.medium_total_max);
        vec![Draft::over(parts, None, why)]
    }

    /// The reading of U-02 by half hours: the first 30 minutes, then the others, each by the 15 minutes.
    fn halves(&mut self, parts: &[Part]) -> Vec<Draft> {
        let (head, tail) = Part::cut(parts, self.numbers.small_total_max);
        let mut drafts = Vec::new();
        for half in [head, tail] {
            match half.as_slice() {
                [a, b] => drafts.extend(self.small(a, b)),
                [only] => drafts.push(Draft::over(&half, Some(only.band), format!("{}だけの半時間", self.words(only)))),
                _ => {}
            }
        }
        drafts
    }

    /// One line per part.
    fn each(&self, parts: &[Part], why: &str) -> Vec<Draft> {
        parts
            .iter()
            .map(|part| {
                let why = format!("{why}: {}{}分", self.words(part), part.minutes());
                Draft::over(std::slice::from_ref(part), Some(part.band), why)
            })
            .collect()
    }

    /// More than 60 minutes: a line per band, and short ends looked at one by one.
    fn long(&mut self, parts: &[Part]) -> Result<Vec<Draft>, SplitTrouble> {
        let last = parts.len() - 1;
        let least = self.numbers.separate_each_min;
        let ordinary_end = [(0, 1), (last, last - 1)].into_iter().find(|(end, beside)| {
            !self.premium(&parts[*end]) && parts[*end].minutes() < least && self.premium(&parts[*beside])
        });
        if let Some((end, _)) = ordinary_end {
            return self.ordinary_end(parts, end);
        }
        let joined = [self.joins(&parts[0], &parts[1]), self.joins(&parts[last], &parts[last - 1])];
        let mut drafts = Vec::new();
        let mut at = 0;
        while at <= last {
            // an end that joins stands on the line of its neighbour
            let mut until = if at == 0 && joined[0] { 1 } else { at };
            if until + 1 == last && joined[1] {
                until = last;
            }
            drafts.push(self.line(&parts[at..=until], joined, at == 0, until == last));
            at = until + 1;
        }
        if self.asked.rules.is_empty() || (drafts.len() > 1 && self.asked.rules == ["R-2"]) {
            self.asked.note("R-5");
        }
        Ok(drafts)
    }

    fn line(&self, parts: &[Part], joined: [bool; 2], first: bool, last: bool) -> Draft {
        let mut own = parts;
        if first && joined[0] && own.len() > 1 {
            own = &own[1..];
        }
        if last && joined[1] && own.len() > 1 {
            own = &own[..own.len() - 1];
        }
        let Some(main) = own.first() else { return Draft::over(parts, None, "") };
        if parts.len() == 1 {
            return Draft::over(
                parts,
                Some(main.band),
                format!("時間帯ごとに1行: {}{}分", self.words(main), main.minutes()),
            );
        }
        let band = self.premium(main).then_some(main.band);
        Draft::over(parts, band, format!("端の短い時間を{}に入れて{}分", self.words(main), total(parts)))
    }

    /// Whether an end part goes onto the line of the part beside it.
    fn joins(&mut self, end: &Part, beside: &Part) -> bool {
        if end.minutes() >= self.numbers.separate_each_min || !self.premium(end) {
            return false;
        }
        if self.premium(beside) {
            return self.asked.point("U-08") != "own_line";
        }
        if end.minutes() < self.numbers.premium_min {
            self.asked.note("R-2");
            return true;
        }
        self.asked.point("U-06") != "own_line"
    }

    /// Fewer than 20 ordinary minutes at an end beside a premium.
    fn ordinary_end(&mut self, parts: &[Part], end: usize) -> Result<Vec<Draft>, SplitTrouble> {
        let short = &parts[end];
        let rest = if end == 0 { &parts[1..] } else { &parts[..end] };
        match self.asked.point("U-07") {
            "premium_only" => {
                self.drop(std::slice::from_ref(short), "U-07");
                self.judge(rest)
            }
            "premium_and_half_hour" => {
                let mut drafts = self.judge(rest)?;
                let why = format!("端の{}{}分", self.words(short), short.minutes());
                let own = Draft::over(std::slice::from_ref(short), Some(short.band), why);
                drafts.insert(if end == 0 { 0 } else { drafts.len() }, own);
                Ok(drafts)
            }
            _ => {
                let why = format!(
                    "端の{}が{}分だけなので、全体を加算なしにした。金額が大きく変わる",
                    self.words(short),
                    short.minutes()
                );
                Ok(vec![Draft::over(parts, None, why)])
            }
        }
    }
}

/// 2330–2359 shows 29 minutes: the last time of a day is 2359.
fn shown_minutes(draft: &Draft) -> u16 {
    if draft.end == 1440 { draft.minutes.saturating_sub(1) } else { draft.minutes }
}

fn finished(pack: &Pack, day: u8, share: Day<'_>, drafts: Vec<Draft>) -> Split {
    let rules = share.asked.sorted_rules();
    let lines = drafts
        .into_iter()
        .map(|draft| {
            let minutes = shown_minutes(&draft);
            let counted_minutes = minutes + draft.carried;
            SplitLine {
                day,
                start: draft.start,
                end: draft.end.min(1439),
                minutes,
                deducted: draft.deducted,
                counted_minutes,
                band: draft.band,
                bracket: pack.split.bracket(counted_minutes, Boundary::UpperInclusive),
                rules: rules.clone(),
                held: share.asked.held.clone(),
                composite: None,
                reason: draft.why,
            }
        })
        .collect();
    Split { lines, dropped: share.dropped }
}
