//! 一か月の算定: the road from the facts to the assessment.
use super::facts::ServiceMonth;
use crate::{Assessment, FeeTables};

/// What may be claimed for one person and month.
pub fn assess(tables: &FeeTables, facts: &ServiceMonth) -> Assessment {
    let _ = (tables, facts);
    Assessment::default()
}
