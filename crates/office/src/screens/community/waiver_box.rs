//! 無償化の説明: from when to when a child pays nothing, under both readings of the birthday, and which one counts.
use fees::community::{WaivedMonths, facts::Decision, pack::Pack, waived_months};
use kernel::{Day, Month};
use store::{PackReading, WaiverOverride};

/// The point that settles on which day an age is reached.
pub(super) const AGE_POINT: &str = "U-17";
const BIRTHDAY: &str = "birthday";

/// One reading with its months.
pub(super) struct ReadingLine {
    pub(super) words: String,
    pub(super) months: String,
    /// The reading that counts here.
    pub(super) used: bool,
    /// The proposal of the municipality's rules.
    pub(super) proposed: bool,
}

/// What the page of a person says about the waiver.
pub(super) struct WaiverBox {
    /// The outcome in one sentence.
    pub(super) verdict: String,
    /// It ends next month or with this one.
    pub(super) ends_soon: bool,
    pub(super) lines: Vec<ReadingLine>,
    /// Why the reading counts.
    pub(super) because: String,
}

/// The readings of a pack that the office has chosen for a month, as the rules read them.
pub(super) fn decisions(readings: &[PackReading], pack: &Pack, month: Month) -> Vec<Decision> {
    let ours = readings.iter().filter(|row| row.body.pack == pack.identity.id && row.body.covers(month));
    ours.map(|row| Decision { point: row.body.point.clone(), choice: row.body.choice.clone() }).collect()
}

fn said(months: Option<WaivedMonths>) -> String {
    match months {
        Some(months) => format!(
            "{}提供分から{}提供分まで(お知らせは{})",
            months.first.wareki(),
            months.last.wareki(),
            months.notice.wareki()
        ),
        None => "無償化の月はありません(制度の始まりより前に、その年齢になっています)".to_owned(),
    }
}

impl WaiverBox {
    /// The box of a person under a pack.
    pub(super) fn of(
        pack: Option<&Pack>,
        born_on: Option<Day>,
        by_hand: Option<&WaiverOverride>,
        decisions: &[Decision],
        month: Month,
    ) -> WaiverBox {
        let mut found =
            WaiverBox { verdict: String::new(), ends_soon: false, lines: Vec::new(), because: String::new() };
        let Some((pack, rule)) = pack.and_then(|pack| pack.free_child.as_ref().map(|rule| (pack, rule))) else {
            found.verdict = match pack {
                Some(pack) => format!("{}のきまりには無償化がありません。", pack.identity.name),
                None => "きまりの登録がない市町村のため、無償化は分かりません。".to_owned(),
            };
            return found;
        };
        let used = pack.choice(AGE_POINT, decisions).map_or("", |choice| choice.reading);
        let proposed = pack.choice(AGE_POINT, &[]).map_or("", |choice| choice.reading);
        if let Some(born) = born_on {
            let readings = pack.point(AGE_POINT).map_or(&[][..], |point| &point.readings);
            found.lines.extend(readings.iter().map(|reading| ReadingLine {
                words: format!("満{}歳に達する日は{}", rule.until_age, reading.text),
                months: said(waived_months(rule, reading.id == BIRTHDAY, born)),
                used: reading.id == used,
                proposed: reading.id == proposed,
            }));
            found.because = match decisions.iter().any(|decision| decision.point == AGE_POINT) {
                true => "事業所が選んだ読み方で計算しています。".to_owned(),
                false => "市町村のきまりの提案で計算しています。".to_owned(),
            };
        }
        let months = born_on.and_then(|born| waived_months(rule, used == BIRTHDAY, born));
        found.verdict = match (by_hand, born_on, months) {
            (Some(by_hand), ..) => {
                let said = if by_hand.waived { "対象です" } else { "対象ではありません" };
                format!("手で決めた内容により、無償化の{said}。理由: {}", by_hand.why)
            }
            (None, None, _) => {
                "生年月日が登録されていないため、計算できません。「基本」で登録してください。".to_owned()
            }
            (None, Some(_), Some(months)) if (months.first..=months.last).contains(&month) => {
                found.ends_soon = month >= months.notice;
                format!("無償化の対象です。{}提供分までです。", months.last.wareki())
            }
            (None, Some(_), Some(months)) if month < months.first => {
                format!("{}提供分から無償化の対象になります。", months.first.wareki())
            }
            (None, Some(_), _) => "無償化の対象ではありません。".to_owned(),
        };
        found
    }
}
