//! 記録の下書き: the items of one record by name, before the layout gives them their places.

/// One record in the making; items not named stay empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// 交換情報識別番号, `J121`.
    pub(super) exchange_id: &'static str,
    /// レコード種別コード, `01`.
    pub(super) record_type: &'static str,
    /// Item names of the layout and their values.
    pub(super) items: Vec<(&'static str, String)>,
}

impl Row {
    pub(super) fn new(exchange_id: &'static str, record_type: &'static str) -> Row {
        Row { exchange_id, record_type, items: Vec::new() }
    }

    /// Sets an item.
    pub(super) fn put(mut self, name: &'static str, value: impl ToString) -> Row {
        self.items.push((name, value.to_string()));
        self
    }

    /// Sets an item when there is something to set.
    pub(super) fn put_some(self, name: &'static str, value: Option<impl ToString>) -> Row {
        match value {
            Some(value) => self.put(name, value),
            None => self,
        }
    }

    /// Sets a total; none happened = the item stays empty.
    pub(super) fn put_count(self, name: &'static str, count: u32) -> Row {
        if count == 0 { self } else { self.put(name, count) }
    }
}
