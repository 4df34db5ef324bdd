//! What was typed into a form and what is wrong with it: nothing typed is ever lost by an error.
use std::collections::BTreeMap;

/// One choice of a select or radio group.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Value sent.
    pub value: String,
    /// Label shown.
    pub label: String,
}

impl Choice {
    /// From a pair.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into() }
    }
}

/// Values as typed and errors by field name.
///
/// ```
/// let mut form = ui::Form::from_pairs([("name".to_owned(), "".to_owned())]);
/// form.fail("name", "氏名を書いてください");
/// assert_eq!(form.error("name"), Some("氏名を書いてください"));
/// assert!(!form.is_ok());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Form {
    values: BTreeMap<String, String>,
    /// In the order in which they were found, which is that of the form.
    errors: Vec<(String, String)>,
    /// What the fields are called, where the form was told.
    labels: BTreeMap<String, String>,
}

impl Form {
    /// From decoded pairs; of repeated names the last stays.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Form {
        Form { values: pairs.into_iter().collect(), ..Form::default() }
    }

    /// Sets the value shown in a field.
    pub fn set(&mut self, name: &str, value: impl ToString) -> &mut Form {
        self.values.insert(name.to_owned(), value.to_string());
        self
    }

    /// Sets the value shown in a field, when there is one.
    pub fn set_some(&mut self, name: &str, value: Option<impl ToString>) -> &mut Form {
        if let Some(value) = value {
            self.set(name, value);
        }
        self
    }

    /// The value as typed; empty when absent.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// The value with surrounding white space (also full-width) taken off; `None` when nothing is left.
    pub fn text(&self, name: &str) -> Option<&str> {
        let text = self.value(name).trim();
        (!text.is_empty()).then_some(text)
    }

    /// Whether a checkbox was ticked or the field has this value.
    pub fn is(&self, name: &str, value: &str) -> bool {
        self.values.get(name).is_some_and(|have| have == value)
    }

    /// Whether a checkbox was ticked.
    pub fn checked(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(|have| !have.is_empty())
    }

    /// Whether the field was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// Notes an error at a field; the first one stays.
    pub fn fail(&mut self, name: &str, message: impl Into<String>) {
        if self.error(name).is_none() {
            self.errors.push((name.to_owned(), message.into()));
        }
    }

    /// The error at a field.
    pub fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(at, _)| at == name).map(|(_, message)| message.as_str())
    }

    /// Whether there is no error.
    pub fn is_ok(&self) -> bool {
        self.errors.is_empty()
    }

    /// Says what a field is called, for the summary of errors.
    pub fn call(&mut self, name: &str, label: &str) {
        self.labels.insert(name.to_owned(), label.to_owned());
    }

    /// The errors for the summary on top, each with its field; the name of the field stands before a message that does not
    /// say it, so that two fields with the same fault are told apart.
    ///
    /// ```
    /// let mut form = ui::Form::default();
    /// form.call("from", "契約日");
    /// form.fail("from", "「あ」は日付として読めません");
    /// assert_eq!(form.summary(), [("from", "契約日: 「あ」は日付として読めません".to_owned())]);
    /// ```
    pub fn summary(&self) -> Vec<(&str, String)> {
        let told = |(name, message): &(String, String)| match self.labels.get(name) {
            Some(label) if !message.contains(label.as_str()) => format!("{label}: {message}"),
            _ => message.clone(),
        };
        self.errors.iter().map(|error| (error.0.as_str(), told(error))).collect()
    }

    /// All errors with their fields.
    pub fn errors(&self) -> Vec<(&str, &str)> {
        self.errors.iter().map(|(name, message)| (name.as_str(), message.as_str())).collect()
    }

    /// Reads a field through `parse`; a failure is noted with its message. Absent or empty → `None`.
    pub fn read<T, E: std::fmt::Display>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
        let text = self.text(name)?.to_owned();
        match parse(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fail(name, error.to_string());
                None
            }
        }
    }

    /// Like [`Form::read`], and an empty field is an error that names the label.
    pub fn need<T, E: std::fmt::Display>(
        &mut self,
        name: &str,
        label: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if self.text(name).is_none() {
            self.fail(name, format!("{label}が入っていません。{label}を書いてください"));
            return None;
        }
        self.read(name, parse)
    }
}
