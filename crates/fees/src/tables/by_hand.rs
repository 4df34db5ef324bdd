//! 手で割り当てたコード: official rows of 就労定着支援 whose name is not ours, given to a line by a person. Nothing here looks
//! for the line by itself; it only says whether a choice can stand, and makes the tables in which it does.
use super::imported::{Seen, positions};
use super::official::CodeRow;
use super::{Confidence, FeeTables, Period, RetentionTables, Slot};
use kernel::{Finding, Month, Place, ServiceCode, Severity, Units};

const SERVICE_TYPE: &str = "47";

/// A line and the official row that a person gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotByHand {
    /// Name of the line.
    pub line: String,
    /// サービスコード.
    pub code: ServiceCode,
    /// 合成単位数 of the official row; none for shares and rates.
    pub units: Option<Units>,
    /// First month.
    pub from: Month,
    /// Last month, where there is one.
    pub to: Option<Month>,
    /// What the line says as its source.
    pub source: String,
}

fn refused(code: &str, what: String, fix: &str) -> Box<Finding> {
    Box::new(Finding::new(code, Severity::Fault, Place::named("サービスコードの割り当て"), what, fix))
}

impl Slot {
    /// Whether the units of an official row may stand in this line: the same; or other ones where ours were only worked
    /// out, because what the official table prints wins.
    pub fn takes(&self, units: Option<Units>) -> bool {
        self.units == units || (self.units.is_some() && units.is_some() && self.is_worked_out())
    }

    /// The units were worked out here and not seen anywhere.
    pub fn is_worked_out(&self) -> bool {
        self.units.is_some() && self.origin.confidence == Some(Confidence::Inferred)
    }
}

impl RetentionTables {
    /// Official rows of a month that no line has: what a person may choose from. Of several tables the newest says what a
    /// code is; by code.
    pub fn left_over(&self, month: Month) -> Vec<&CodeRow> {
        let holds = |row: &&CodeRow| Period { from: row.valid_from, to: row.valid_to }.contains(month);
        let has_line = |code: &ServiceCode| self.slots(month).any(|slot| slot.code.as_ref() == Some(code));
        let mut rows: Vec<&CodeRow> = self.left_over.iter().filter(holds).collect();
        rows.sort_by(|one, other| one.code.cmp(&other.code).then(other.valid_from.cmp(&one.valid_from)));
        rows.dedup_by(|later, first| later.code == first.code);
        rows.retain(|row| !has_line(&row.code));
        rows
    }

    /// What becomes of an official row when a person gives it to a line: the months in which both hold.
    ///
    /// # Errors
    /// A fault for a line that does not exist in the month or has its code, a code of another service type, a code that
    /// another line has, units that do not fit.
    pub fn by_hand(&self, line: &str, month: Month, row: &CodeRow) -> Result<SlotByHand, Box<Finding>> {
        let Some(slot) = self.slot(line, month) else {
            let what = format!("「{line}」という行は {month} の就労定着支援にありません。");
            return Err(refused("slot_unknown", what, "一覧から行を選び直してください。"));
        };
        if let Some(code) = &slot.code {
            let what = format!("「{line}」にはもうコード {code} があります。");
            return Err(refused("slot_taken", what, "手で割り当てたコードなら、先に取り消してください。"));
        }
        if row.code.service_type() != SERVICE_TYPE {
            let what = format!("コード {} は就労定着支援(種類47)のコードではありません。", row.code);
            return Err(refused("code_of_other_service", what, "47から始まるコードを選んでください。"));
        }
        let given = Period { from: row.valid_from, to: row.valid_to };
        let whole = slot.period();
        let from = given.from.max(whole.from);
        let to = given.to.into_iter().chain(whole.to).min();
        if !given.contains(month) || !whole.contains(month) {
            let what = format!("コード {} は {month} には使えません({given})。", row.code);
            return Err(refused("code_period", what, "その月に使えるコードを選んでください。"));
        }
        let shared = Period { from, to };
        let other = self.slots.iter().find(|other| {
            other.code.as_ref() == Some(&row.code) && other.name != line && other.period().overlaps(shared)
        });
        if let Some(other) = other {
            let what = format!("コード {} は「{}」のコードです。", row.code, other.name);
            return Err(refused("code_taken", what, "ほかのコードを選んでください。"));
        }
        if !slot.takes(row.units) {
            let shown =
                |units: Option<Units>| units.map_or("単位数なし".to_owned(), |units| format!("{}単位", units.0));
            let what = format!(
                "「{line}」は{}で、コード {} は{}です。単位数のちがうコードは割り当てられません。",
                shown(slot.units),
                row.code,
                shown(row.units)
            );
            let fix = "行とコードの組み合わせを確かめてください。組み合わせが正しく、取り込んだ表の単位数も告示のとおりなら、この製品の表のまちがいです。「問い合わせ先」に知らせてください。";
            return Err(refused("slot_units", what, fix));
        }
        let source = format!("手で割り当て: {} {}({})", row.code, row.name, row.source);
        Ok(SlotByHand { line: line.to_owned(), code: row.code.clone(), units: row.units, from, to, source })
    }
}

impl FeeTables {
    /// The tables with official rows of 就労定着支援 that found no line: a person may give those to a line by hand.
    pub(crate) fn with_left_over<'r>(mut self, rows: impl Iterator<Item = &'r CodeRow>) -> FeeTables {
        let period = |row: &CodeRow| Period { from: row.valid_from, to: row.valid_to };
        for row in rows {
            // of two files that hold from the same month the later one counts
            let same = |known: &CodeRow| known.code == row.code && period(known) == period(row);
            self.retention.left_over.retain(|known| !same(known));
            self.retention.left_over.push(row.clone());
        }
        self
    }

    /// The tables of an office that has given codes to lines by hand. Where an official table has named the line since, or
    /// given the code to another line, the official table holds.
    pub fn with_slots_by_hand(&self, given: &[SlotByHand]) -> FeeTables {
        let mut tables = self.copy();
        for one in given {
            let period = Period { from: one.from, to: one.to };
            let slots = &tables.retention.slots;
            let elsewhere =
                slots.iter().any(|slot| slot.code.as_ref() == Some(&one.code) && slot.origin.period.overlaps(period));
            let fits = |slot: &Slot| slot.name == one.line && slot.code.is_none() && slot.takes(one.units);
            let places = positions(slots, |slot| fits(slot) && slot.origin.period.contains(one.from));
            if elsewhere || places.is_empty() {
                continue;
            }
            let before: Vec<Option<Confidence>> = places.iter().map(|at| slots[*at].origin.confidence).collect();
            // a few times a year, and rows borrow their texts for as long as the program lives
            let seen = Seen { period, source: one.source.clone().leak() };
            seen.rewrite(&mut tables.retention.slots, &places, |slot| {
                slot.code = Some(one.code.clone());
                slot.units = one.units;
                slot.by_hand = true;
            });
            if one.units.is_none() {
                // a row without units proves nothing about the rate
                for (at, confidence) in places.into_iter().zip(before) {
                    tables.retention.slots[at].origin.confidence = confidence;
                }
            }
        }
        tables
    }
}
