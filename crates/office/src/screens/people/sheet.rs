//! 入力用紙: a form as data – one description serves the inputs, the read-only view, the comparison after a conflict
//! and the history.
use askama::Template;
use kernel::{Day, Month};
use ui::{Choice, Form};

/// How a field is filled in.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    /// One line.
    Text,
    /// Several lines.
    Long,
    /// A date; stands in the form as `2026-10-05`.
    Day,
    /// A month; stands in the form as `2026-10`.
    Month,
    /// Yes or no.
    Check,
    /// One of some.
    Select(Vec<Choice>),
}

/// How much a field is needed (記入の区分): a sign with its word, never a colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// ◎.
    Required,
    /// ●.
    Conditional,
    /// ○.
    Optional,
    /// －.
    NotNeeded,
}

impl Mark {
    /// The sign.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Mark::Required => "◎",
            Mark::Conditional => "●",
            Mark::Optional => "○",
            Mark::NotNeeded => "－",
        }
    }

    /// The word behind the sign.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Mark::Required => "必須",
            Mark::Conditional => "条件により必須",
            Mark::Optional => "任意",
            Mark::NotNeeded => "書かない",
        }
    }
}

/// One field.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    mark: Option<Mark>,
    name: String,
    label: String,
    kind: Kind,
    required: bool,
    hint: String,
    class: &'static str,
    /// Id of the list of suggestions on the page; empty without one.
    list: &'static str,
}

impl Field {
    fn new(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Field {
        let (name, label) = (name.into(), label.into());
        Field { mark: None, name, label, kind, required: false, hint: String::new(), class: "", list: "" }
    }

    /// A line of text.
    pub(crate) fn text(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::new(name, label, Kind::Text)
    }

    /// A short line: numbers and codes.
    pub(crate) fn short(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field { class: "short", ..Field::new(name, label, Kind::Text) }
    }

    /// Several lines of text.
    pub(crate) fn long(name: &str, label: &str) -> Field {
        Field::new(name, label, Kind::Long)
    }

    /// A date.
    pub(crate) fn day(name: &str, label: &str) -> Field {
        Field { class: "short", ..Field::new(name, label, Kind::Day) }
    }

    /// A month.
    pub(crate) fn month(name: &str, label: &str) -> Field {
        Field { class: "short", ..Field::new(name, label, Kind::Month) }
    }

    /// Yes or no.
    pub(crate) fn check(name: &str, label: &str) -> Field {
        Field::new(name, label, Kind::Check)
    }

    /// One of some; an empty choice is put first.
    pub(crate) fn select(name: &str, label: &str, choices: impl IntoIterator<Item = Choice>) -> Field {
        let choices = std::iter::once(Choice::new("", "(なし)")).chain(choices).collect();
        Field::new(name, label, Kind::Select(choices))
    }

    /// The field must be filled in.
    pub(crate) fn required(mut self) -> Field {
        self.required = true;
        if let Kind::Select(choices) = &mut self.kind
            && let Some(first) = choices.first_mut()
        {
            first.label = "(選んでください)".to_owned();
        }
        self
    }

    /// What the empty choice of a select says.
    pub(crate) fn empty_says(mut self, words: &str) -> Field {
        if let Kind::Select(choices) = &mut self.kind
            && let Some(first) = choices.first_mut()
        {
            words.clone_into(&mut first.label);
        }
        self
    }

    /// The sign of how much the field is needed stands before its label.
    pub(crate) fn marked(self, mark: Mark) -> Field {
        Field { mark: Some(mark), ..self }
    }

    /// Key of the field in the form.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Name for people.
    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    /// Whether it must be filled in.
    pub(crate) const fn is_required(&self) -> bool {
        self.required
    }

    /// Help under the label.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = hint.into();
        self
    }

    /// Offers the entries of a list that stands on the page.
    pub(crate) fn suggested_by(mut self, list: &'static str) -> Field {
        self.list = list;
        self
    }

    /// The value of a form in words; empty when nothing is filled in.
    fn said(&self, form: &Form) -> String {
        let value = form.value(&self.name).trim();
        match &self.kind {
            Kind::Text | Kind::Long => value.to_owned(),
            Kind::Day | Kind::Month if value.is_empty() => String::new(),
            Kind::Day | Kind::Month => beside(&self.kind, value).unwrap_or_else(|| value.to_owned()),
            Kind::Check if form.checked(&self.name) => "はい".to_owned(),
            Kind::Check => String::new(),
            Kind::Select(_) if value.is_empty() => String::new(),
            Kind::Select(choices) => {
                let chosen = choices.iter().find(|choice| choice.value == value);
                chosen.map_or_else(|| value.to_owned(), |choice| choice.label.clone())
            }
        }
    }
}

/// Both calendars of a value that can be read.
fn beside(kind: &Kind, value: &str) -> Option<String> {
    match kind {
        Kind::Day => value.parse::<Day>().ok().map(Day::both),
        Kind::Month => value
            .parse::<Month>()
            .ok()
            .map(|month| format!("{}年{}月({})", month.year(), month.month(), month.wareki())),
        _ => None,
    }
}

/// Fields under one heading.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    legend: String,
    fields: Vec<Field>,
}

impl Group {
    /// The heading.
    pub(crate) fn legend(&self) -> &str {
        &self.legend
    }

    /// Its fields.
    pub(crate) fn into_fields(self) -> Vec<Field> {
        self.fields
    }

    /// A heading with its fields.
    pub(crate) fn new(legend: impl Into<String>, fields: Vec<Field>) -> Group {
        Group { legend: legend.into(), fields }
    }
}

/// All fields of a form.
#[derive(Clone, Debug)]
pub(crate) struct Sheet(pub(crate) Vec<Group>);

/// A field whose values differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Name of the field for people.
    pub(crate) label: String,
    /// Value of the first form.
    pub(crate) before: String,
    /// Value of the second form.
    pub(crate) after: String,
}

struct FieldView {
    sign: &'static str,
    sign_word: &'static str,
    name: String,
    label: String,
    kind: &'static str,
    required: bool,
    hint: String,
    class: &'static str,
    list: &'static str,
    value: String,
    said: String,
    checked: bool,
    beside: String,
    error: Option<String>,
    choices: Vec<(Choice, bool)>,
}

struct GroupView {
    legend: String,
    fields: Vec<FieldView>,
}

/// The form as HTML, for `{{ sheet|safe }}`: inputs, or words where nothing may be changed.
#[derive(Template)]
#[template(path = "people/sheet.html")]
pub(crate) struct SheetView {
    groups: Vec<GroupView>,
    editable: bool,
}

impl Sheet {
    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.0.iter().flat_map(|group| &group.fields)
    }

    /// The form with its values and errors.
    pub(crate) fn view(&self, form: &Form, editable: bool) -> SheetView {
        let groups = self.0.iter().map(|group| GroupView {
            legend: group.legend.clone(),
            fields: group.fields.iter().map(|field| view(field, form)).collect(),
        });
        SheetView { groups: groups.collect(), editable }
    }

    /// The same form with another help under one label.
    pub(crate) fn with_hint(mut self, name: &str, hint: impl Into<String>) -> Sheet {
        if let Some(field) = self.0.iter_mut().flat_map(|group| &mut group.fields).find(|field| field.name == name) {
            field.hint = hint.into();
        }
        self
    }

    /// Fields in which two forms differ, in words.
    pub(crate) fn differences(&self, before: &Form, after: &Form) -> Vec<Difference> {
        self.fields()
            .map(|field| Difference {
                label: field.label.clone(),
                before: field.said(before),
                after: field.said(after),
            })
            .filter(|difference| difference.before != difference.after)
            .collect()
    }

    /// Notes an error at every required field that is empty, and what the fields are called.
    pub(crate) fn need(&self, form: &mut Form) {
        for field in self.fields() {
            form.call(&field.name, &field.label);
            if field.required && form.text(&field.name).is_none() {
                let (label, act) =
                    (&field.label, if matches!(field.kind, Kind::Select(_)) { "選んで" } else { "書いて" });
                form.fail(&field.name, format!("{label}が入っていません。{label}を{act}ください"));
            }
            if let Kind::Select(choices) = &field.kind
                && let Some(value) = form.text(&field.name)
                && !choices.iter().any(|choice| choice.value == value)
            {
                form.fail(&field.name, format!("{}にない値です。一覧から選び直してください", field.label));
            }
        }
    }
}

fn view(field: &Field, form: &Form) -> FieldView {
    let value = form.value(&field.name);
    let choices = match &field.kind {
        Kind::Select(choices) => {
            let known = choices.iter().map(|choice| (choice.clone(), choice.value == value));
            // what is stored and no longer offered is shown, and not silently taken for the first choice
            let strange = !value.is_empty() && choices.iter().all(|choice| choice.value != value);
            let strange = strange.then(|| (Choice::new(value, format!("{value}(一覧にありません)")), true));
            known.chain(strange).collect()
        }
        _ => Vec::new(),
    };
    FieldView {
        sign: field.mark.map_or("", Mark::sign),
        sign_word: field.mark.map_or("", Mark::word),
        name: field.name.clone(),
        label: field.label.clone(),
        kind: match field.kind {
            Kind::Text | Kind::Day | Kind::Month => "text",
            Kind::Long => "long",
            Kind::Check => "check",
            Kind::Select(_) => "select",
        },
        required: field.required,
        hint: field.hint.clone(),
        class: field.class,
        list: field.list,
        value: value.to_owned(),
        said: field.said(form),
        checked: form.checked(&field.name),
        beside: beside(&field.kind, value.trim()).unwrap_or_default(),
        error: form.error(&field.name).map(str::to_owned),
        choices,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn two_forms_are_compared_in_words() {
        let choices = [Choice::new("1", "Ⅰ"), Choice::new("2", "Ⅱ")];
        let sheet = Sheet(vec![Group::new(
            "届出",
            vec![Field::select("tier", "区分", choices), Field::day("from", "開始日"), Field::text("note", "メモ")],
        )]);
        let form = |tier: &str, from: &str| {
            let mut form = Form::default();
            form.set("tier", tier).set("from", from).set("note", "同じ");
            form
        };
        let found = sheet.differences(&form("1", ""), &form("2", "2026-04-01"));
        assert_eq!(found[0].label, "区分");
        assert_eq!((found[0].before.as_str(), found[0].after.as_str()), ("Ⅰ", "Ⅱ"));
        assert_eq!((found[1].before.as_str(), found[1].after.as_str()), ("", "2026年(令和8年)4月1日"));
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn a_value_outside_the_list_is_refused() {
        let sheet = Sheet(vec![Group::new("届出", vec![Field::select("tier", "区分", [Choice::new("1", "Ⅰ")])])]);
        let mut form = Form::default();
        form.set("tier", "9");
        sheet.need(&mut form);
        assert!(form.error("tier").unwrap().contains("選び直して"));
    }
}
