//! レコード: one row of an official file, its values known by item name.
use crate::{Value, layout::Layout, layout::Layouts};
use kernel::{Day, Month};
use std::{fmt, sync::Arc};

/// A row with the items of its layout. Values are kept as they stand in the file (`02200` stays `02200`).
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    layout: Arc<Layout>,
    values: Vec<String>,
    strangers: Vec<String>,
}

impl Record {
    /// An empty row of the record type, its exchange id and record type filled in; `None` for an unknown record type.
    ///
    /// ```
    /// use records::{Layouts, Record};
    /// let mut row = Record::new(Layouts::builtin(), "J121", "03").unwrap();
    /// row.set("unit", 805).set("count", 20).set("service_units", 16_100);
    /// assert_eq!(row.number("service_units"), Some(16_100));
    /// ```
    pub fn new(layouts: &Layouts, exchange_id: &str, record_type: &str) -> Option<Record> {
        let mut record = Record::of(layouts.get(exchange_id, record_type)?);
        record.set("exchange_id", exchange_id).set("record_type", record_type);
        Some(record)
    }

    pub(crate) fn of(layout: &Arc<Layout>) -> Record {
        Record { layout: Arc::clone(layout), values: vec![String::new(); layout.items.len()], strangers: Vec::new() }
    }

    /// `None` when the number of items differs from the layout.
    pub(crate) fn from_values(layout: &Arc<Layout>, values: Vec<String>) -> Option<Record> {
        (values.len() == layout.items.len()).then(|| Record {
            layout: Arc::clone(layout),
            values,
            strangers: Vec::new(),
        })
    }

    /// Sets an item. A name the layout does not have is remembered and becomes a fault when the row is checked.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) -> &mut Record {
        let text = value.into().as_str().to_owned();
        match self.layout.position(name) {
            Some(position) => self.values[position] = text,
            None => self.strangers.push(name.to_owned()),
        }
        self
    }

    /// The text of an item, empty when it is not set; `None` for a name the layout does not have.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.layout.position(name).map(|position| self.values[position].as_str())
    }

    /// The whole number of an item, zeros in front allowed; `None` when empty or no number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }

    /// The month of a YYYYMM item.
    pub fn month(&self, name: &str) -> Option<Month> {
        Month::from_yyyymm(self.get(name)?).ok()
    }

    /// The day of a YYYYMMDD item.
    pub fn day(&self, name: &str) -> Option<Day> {
        Day::from_yyyymmdd(self.get(name)?).ok()
    }

    /// What the row consists of.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// 交換情報識別番号 and レコード種別コード of its layout.
    pub fn kind(&self) -> (&str, &str) {
        (&self.layout.exchange_id, &self.layout.record_type)
    }

    /// The values in file order.
    pub fn values(&self) -> &[String] {
        &self.values
    }

    /// Names that were set though the layout lacks them.
    pub(crate) fn strangers(&self) -> &[String] {
        &self.strangers
    }
}

/// Only the kind: the values may be personal data and must not reach a log.
impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({})", self.layout.label())
    }
}
