//! 取り込んだ行: an official row takes the place of what the tables only inferred.
use super::official::CodeRow;
use super::rows::{AdditionRow, ImportedRow};
use super::variants::VariantRow;
use super::{Confidence, FeeTables, Origin, Period, Slot};
use crate::b_type::Rule;
use kernel::{Month, ServiceCode, Units};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

/// Service type of 就労定着支援.
const RETENTION: &str = "47";

/// A row that can be cut at the edges of a period and rewritten inside it.
pub(super) trait Dated: Clone {
    fn origin(&mut self) -> &mut Origin;
}

impl FeeTables {
    /// The tables with imported rows in place of what they had for these codes: names and units as imported, verified,
    /// with the source of the row. A row without an end holds as long as the row it replaces.
    ///
    /// Where the assignment of codes to tiers was inferred, the units of the imported rows decide it; where they fit no
    /// tier, the row stays as it was, 未検証.
    pub fn with_codes(&self, rows: &[CodeRow]) -> FeeTables {
        let mut tables = self.copy();
        tables.assign_tiers(rows);
        let mut variants = tables.variants.take().map(Arc::unwrap_or_clone).unwrap_or_default();
        let mut places: HashMap<&'static str, Vec<usize>> = HashMap::new();
        for (at, row) in variants.iter().enumerate() {
            places.entry(row.code).or_default().push(at);
        }
        let mut sources: Vec<(&str, &'static str)> = Vec::new();
        for row in rows {
            // Rows of 就労定着支援 are kept by name; which slot is theirs is found again here.
            let slot = self.slot_of(row).filter(|_| row.code.service_type() == RETENTION);
            let source = match sources.iter().find(|(text, _)| *text == row.source) {
                Some((_, kept)) => kept,
                None => {
                    // Rows borrow their texts for as long as the program lives; an import happens a few times a year.
                    let kept: &'static str = row.source.clone().leak();
                    sources.push((&row.source, kept));
                    kept
                }
            };
            if row.code.service_type() == RETENTION {
                if let Some(slot) = slot {
                    let seen = Seen { period: Period { from: row.valid_from, to: row.valid_to }, source };
                    let places = positions(&tables.retention.slots, |other| other.name == slot.name);
                    seen.rewrite(&mut tables.retention.slots, &places, |slot| slot.code = Some(row.code.clone()));
                }
                continue;
            }
            let name: &'static str = row.name.clone().leak();
            let seen = Seen { period: Period { from: row.valid_from, to: row.valid_to }, source };
            let reduced = places.get(row.code.as_str()).map_or(&[][..], Vec::as_slice);
            let met = seen.rewrite(&mut variants, reduced, |variant| {
                variant.name = Some(name);
                variant.units = row.units.map_or(variant.units, |units| units.0);
            });
            if !tables.take_over(row, name, &seen) && !met {
                tables.add_imported(row, name, &seen);
            }
        }
        variants.sort_by_key(|variant| (variant.base, variant.factors));
        tables.variants = OnceLock::from(Arc::new(variants));
        tables
    }

    /// Every code of the tables in a month: base, reduced, additions, percentages, imported; each once, ascending.
    pub(crate) fn codes_in_force(&self, month: Month) -> Vec<ServiceCode> {
        let on = |origin: &Origin| origin.period.contains(month);
        let mut codes: BTreeSet<ServiceCode> = BTreeSet::new();
        codes.extend(self.base.iter().filter(|row| on(&row.origin)).map(|row| row.code.clone()));
        let additions = self.additions.iter().flatten().filter(|row| on(&row.origin));
        codes.extend(additions.filter_map(|row| row.code.clone()));
        let reductions = self.reductions.iter().filter(|row| on(&row.origin));
        codes.extend(reductions.filter_map(|row| row.code.clone()));
        codes.extend(self.variants().iter().filter(|row| on(&row.origin)).filter_map(|row| row.code.parse().ok()));
        codes.extend(self.imported.iter().filter(|row| on(&row.origin)).map(|row| row.code.clone()));
        codes.extend(self.retention.slots(month).filter_map(|slot| slot.code.clone()));
        codes.into_iter().collect()
    }

    pub(super) fn copy(&self) -> FeeTables {
        FeeTables {
            base: self.base.clone(),
            additions: self.additions.clone(),
            reductions: self.reductions.clone(),
            variants_text: self.variants_text,
            variants: OnceLock::from(Arc::clone(self.variants())),
            unit_prices: self.unit_prices.clone(),
            day_limits: self.day_limits.clone(),
            income_caps: self.income_caps.clone(),
            limits: self.limits.clone(),
            code_ranges: self.code_ranges.clone(),
            eras: self.eras.clone(),
            hand_lines: self.hand_lines.clone(),
            wage_methods: self.wage_methods.clone(),
            imported: self.imported.clone(),
            sources: self.sources.clone(),
            variant_names: OnceLock::new(),
            retention: self.retention.clone(),
        }
    }

    /// Rewrites the rows of one code outside the reduced ones; `true` when there was a row.
    fn take_over(&mut self, row: &CodeRow, name: &'static str, seen: &Seen) -> bool {
        let places = positions(&self.base, |base| base.code == row.code);
        let mut met = seen.rewrite(&mut self.base, &places, |base| {
            base.name = name;
            base.units = row.units.map_or(base.units, |units| units.0);
        });
        for rows in &mut self.additions {
            let places = positions(rows, |addition| addition.code.as_ref() == Some(&row.code));
            // Units that fit no tier of an inferred assignment decide nothing.
            let doubtful = |at: &usize| {
                let addition = &rows[*at];
                let inferred = addition.origin.confidence == Some(Confidence::Inferred);
                inferred && row.units.is_some_and(|units| units.0 != addition.units)
            };
            met |= places.iter().any(doubtful);
            let places: Vec<usize> = places.iter().copied().filter(|at| !doubtful(at)).collect();
            met |= seen.rewrite(rows, &places, |addition| {
                addition.name = name;
                // A rate, and the base of 医療連携Ⅴ, are no units of one count.
                if addition.per_mille.is_none() && addition.rule != Rule::MedicalV {
                    addition.units = row.units.map_or(addition.units, |units| units.0);
                }
            });
        }
        // How the percentage lines are made is not in the code table: the name is taken over, the doubt stays.
        for reduction in &mut self.reductions {
            if reduction.code.as_ref() == Some(&row.code) && reduction.origin.period.contains(row.valid_from) {
                reduction.name = name;
                met = true;
            }
        }
        met
    }

    fn add_imported(&mut self, row: &CodeRow, name: &'static str, seen: &Seen) {
        self.imported.retain(|known| known.code != row.code || !known.origin.period.overlaps(seen.period));
        let confidence = Some(Confidence::Seen);
        let origin = Origin { period: seen.period, confidence, source: seen.source, line: row.line };
        self.imported.push(ImportedRow { code: row.code.clone(), name, units: row.units, origin });
    }

    /// Tiers whose codes were only inferred take the code whose imported units are theirs, when all of them find one.
    fn assign_tiers(&mut self, imported: &[CodeRow]) {
        let Some(month) = imported.iter().map(|row| row.valid_from).max() else { return };
        for rows in &mut self.additions {
            let inferred = |row: &AdditionRow| {
                row.origin.confidence == Some(Confidence::Inferred) && row.origin.period.contains(month)
            };
            let places = positions(rows, |row| inferred(row) && row.code.is_some());
            let of_rule: Vec<&CodeRow> = imported
                .iter()
                .filter(|new| places.iter().any(|at| rows[*at].code.as_ref() == Some(&new.code)))
                .collect();
            let mut taken: Vec<(usize, ServiceCode)> = Vec::new();
            for at in &places {
                let row = &rows[*at];
                let fits = |new: &&&CodeRow| {
                    let free = taken.iter().all(|(_, code)| *code != new.code);
                    free && new.units == Some(Units(row.units))
                };
                let own = of_rule.iter().filter(fits).find(|new| row.code.as_ref() == Some(&new.code));
                let Some(new) = own.or_else(|| of_rule.iter().find(fits)) else { break };
                taken.push((*at, new.code.clone()));
            }
            if taken.len() == places.len() {
                for (at, code) in taken {
                    rows[at].code = Some(code);
                }
            }
        }
    }
}

pub(super) fn positions<T>(rows: &[T], is: impl Fn(&T) -> bool) -> Vec<usize> {
    rows.iter().enumerate().filter(|(_, row)| is(row)).map(|(at, _)| at).collect()
}

pub(super) struct Seen {
    pub(super) period: Period,
    pub(super) source: &'static str,
}

impl Seen {
    /// Rewrites the rows that hold in the first month of the period, from that month on; `true` when there was one.
    pub(super) fn rewrite<T: Dated>(&self, rows: &mut Vec<T>, places: &[usize], set: impl Fn(&mut T)) -> bool {
        let mut met = false;
        let mut more = Vec::new();
        for at in places {
            let row = &mut rows[*at];
            let whole = row.origin().period;
            if !whole.contains(self.period.from) {
                continue;
            }
            met = true;
            let end = match (whole.to, self.period.to) {
                (Some(own), Some(given)) => Some(own.min(given)),
                (own, given) => own.or(given),
            };
            if whole.from < self.period.from {
                let mut earlier = row.clone();
                earlier.origin().period = Period { from: whole.from, to: Some(self.period.from.previous()) };
                more.push(earlier);
            }
            if let Some(end) = end
                && whole.to.is_none_or(|own| end < own)
            {
                let mut later = row.clone();
                later.origin().period = Period { from: end.next(), to: whole.to };
                more.push(later);
            }
            set(row);
            let origin = row.origin();
            origin.period = Period { from: self.period.from, to: end };
            origin.confidence = Some(Confidence::Seen);
            origin.source = self.source;
        }
        rows.extend(more);
        met
    }
}

impl Dated for super::BaseRow {
    fn origin(&mut self) -> &mut Origin {
        &mut self.origin
    }
}

impl Dated for AdditionRow {
    fn origin(&mut self) -> &mut Origin {
        &mut self.origin
    }
}

impl Dated for Slot {
    fn origin(&mut self) -> &mut Origin {
        &mut self.origin
    }
}

impl Dated for VariantRow {
    fn origin(&mut self) -> &mut Origin {
        &mut self.origin
    }
}
