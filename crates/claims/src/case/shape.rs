//! 文書の形: one table of keys, kinds and limits that the reader checks against and the JSON Schema is printed from.
use super::CaseError;
use kernel::{ClockTime, Day, Month, ServiceCode, UnitPrice};
use serde_json::{Map, Value, json};

/// What may stand at one place of a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    /// An object with exactly these keys.
    Object(&'static [Key]),
    /// A list of one shape.
    List(&'static Shape),
    /// A whole number from–to.
    Integer(i64, i64),
    /// `true` or `false`.
    Flag,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// A text of this kind.
    Text(Kind),
    /// One of these whole numbers.
    OneOf(&'static [i64]),
    /// `{ "persons": n }`: number of persons of an addition.
    Persons,
    /// `{ name: n, … }`: amounts of at least 1 by names that are free.
    Amounts,
    /// 通園・通学・通所: `true` or the hours of a box.
    Commute,
}

/// A key of an object.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) required: bool,
    /// Japanese name, for messages and the schema.
    pub(super) label: &'static str,
}

/// A key that must be there.
pub(super) const fn must(name: &'static str, label: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: true, label }
}

/// A key that may be left out.
pub(super) const fn may(name: &'static str, label: &'static str, shape: Shape) -> Key {
    Key { name, shape, required: false, label }
}

/// Kinds of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `2024-07`.
    Month,
    /// `2024-07-16`.
    Date,
    /// `10:00`.
    Clock,
    /// `10.60`.
    Price,
    /// `466040`.
    Code,
    /// `0730`.
    Hhmm,
    /// Anything not empty.
    Free,
}

impl Kind {
    fn accepts(self, text: &str) -> bool {
        match self {
            Kind::Month => text.parse::<Month>().is_ok(),
            Kind::Date => text.parse::<Day>().is_ok(),
            Kind::Clock => text.parse::<ClockTime>().is_ok(),
            Kind::Price => text.parse::<UnitPrice>().is_ok(),
            Kind::Code => text.parse::<ServiceCode>().is_ok(),
            Kind::Hhmm => hhmm(text),
            Kind::Free => !text.trim().is_empty(),
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Kind::Month => "年月(例 \"2024-07\")",
            Kind::Date => "暦にある日付(例 \"2024-07-16\")",
            Kind::Clock => "00:00〜24:00 の時刻(例 \"10:00\")",
            Kind::Price => "99.999 までの単価の文字(例 \"10.60\")",
            Kind::Code => "6文字のサービスコード(例 \"466040\")",
            Kind::Hhmm => "コロンのない4桁の時刻(例 \"0730\"、2400まで)",
            Kind::Free => "空でない文字",
        }
    }

    const fn pattern(self) -> Option<&'static str> {
        match self {
            Kind::Month => Some(r"^\d{4}-\d{2}$"),
            Kind::Date => Some(r"^\d{4}-\d{2}-\d{2}$"),
            Kind::Clock => Some(r"^\d{1,2}:\d{2}$"),
            Kind::Price => Some(r"^\d{1,2}(\.\d{1,3})?$"),
            Kind::Code => Some(r"^[0-9A-Z]{6}$"),
            Kind::Hhmm => Some(r"^\d{4}$"),
            Kind::Free => None,
        }
    }
}

impl Shape {
    /// What may stand here, in words.
    pub(super) fn allowed(self) -> String {
        match self {
            Shape::Object(keys) => {
                let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
                format!("{{ }} で囲んだ項目({})", names.join(", "))
            }
            Shape::List(_) => "[ ] で囲んだ並び".to_owned(),
            Shape::Integer(from, to) => format!("{from} から {to} までの整数"),
            Shape::Flag => "true か false".to_owned(),
            Shape::Choice(texts) => texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(" "),
            Shape::Text(kind) => kind.words().to_owned(),
            Shape::OneOf(numbers) => numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(" "),
            Shape::Persons => "{ \"persons\": 人数 }".to_owned(),
            Shape::Amounts => "{ \"名称\": 1以上の整数, … }".to_owned(),
            Shape::Commute => "true か 時間(\"0.5H\" \"1H\" \"1.5H\" \"2H\" …)".to_owned(),
        }
    }

    /// Checks a value, turning full-width digits of text numbers into half-width ones.
    pub(super) fn check(self, path: &str, value: &mut Value) -> Result<(), CaseError> {
        let wrong = |value: &Value| CaseError::at(path, value, self.allowed());
        match self {
            Shape::Object(keys) => match value {
                Value::Object(map) => check_object(keys, path, map),
                _ => Err(wrong(value)),
            },
            Shape::List(inner) => match value {
                Value::Array(items) => {
                    items.iter_mut().enumerate().try_for_each(|(i, item)| inner.check(&format!("{path}[{i}]"), item))
                }
                _ => Err(wrong(value)),
            },
            Shape::Integer(from, to) => match value.as_i64() {
                Some(number) if (from..=to).contains(&number) => Ok(()),
                _ => Err(wrong(value)),
            },
            Shape::OneOf(numbers) => match value.as_i64() {
                Some(number) if numbers.contains(&number) => Ok(()),
                _ => Err(wrong(value)),
            },
            Shape::Flag if value.is_boolean() => Ok(()),
            Shape::Choice(texts) => {
                if let Some(text) = value.as_str() {
                    let plain = half_width(text);
                    // 級地 is printed with full-width digits as often as with half-width ones
                    if let Some(found) = texts.iter().find(|choice| **choice == text || **choice == plain) {
                        *value = Value::String((*found).to_owned());
                        return Ok(());
                    }
                }
                Err(wrong(value))
            }
            Shape::Text(kind) => {
                let Some(text) = value.as_str() else { return Err(wrong(value)) };
                let plain = if kind == Kind::Free { text.to_owned() } else { half_width(text) };
                if !kind.accepts(&plain) {
                    return Err(wrong(value));
                }
                *value = Value::String(plain);
                Ok(())
            }
            Shape::Persons => match value {
                Value::Object(map) => check_object(&[must("persons", "人数", Shape::Integer(1, 999))], path, map),
                _ => Err(wrong(value)),
            },
            Shape::Amounts => match value {
                Value::Object(map) => map.iter().try_for_each(|(name, amount)| match amount.as_i64() {
                    Some(1..=999_999) if !name.trim().is_empty() => Ok(()),
                    _ => Err(CaseError::at(&format!("{path}.{name}"), amount, "1 から 999999 までの整数")),
                }),
                _ => Err(wrong(value)),
            },
            Shape::Commute => match value {
                Value::Bool(_) => Ok(()),
                Value::String(hours) if box_hours(hours) => Ok(()),
                _ => Err(wrong(value)),
            },
            Shape::Flag => Err(wrong(value)),
        }
    }

    /// Japanese name of a path such as `office.capability.transport` or `days.meal`.
    pub(super) fn label(self, path: &str) -> Option<&'static str> {
        let mut shape = self;
        let mut label = None;
        for name in path.split('.') {
            if let Shape::List(inner) = shape {
                shape = *inner;
            }
            let Shape::Object(keys) = shape else { return None };
            let key = keys.iter().find(|key| key.name == name)?;
            (shape, label) = (key.shape, Some(key.label));
        }
        label
    }

    /// The JSON Schema of this shape.
    pub(super) fn schema(self) -> Value {
        match self {
            Shape::Object(keys) => object_schema(keys),
            Shape::List(inner) => json!({ "type": "array", "items": inner.schema() }),
            Shape::Integer(from, to) => json!({ "type": "integer", "minimum": from, "maximum": to }),
            Shape::Flag => json!({ "type": "boolean" }),
            Shape::Choice(texts) => json!({ "enum": texts }),
            Shape::OneOf(numbers) => json!({ "enum": numbers }),
            Shape::Text(kind) => match kind.pattern() {
                Some(pattern) => json!({ "type": "string", "pattern": pattern }),
                None => json!({ "type": "string", "minLength": 1 }),
            },
            Shape::Persons => object_schema(&[must("persons", "人数", Shape::Integer(1, 999))]),
            Shape::Amounts => {
                json!({ "type": "object", "additionalProperties": { "type": "integer", "minimum": 1, "maximum": 999_999 } })
            }
            Shape::Commute => {
                json!({ "oneOf": [{ "type": "boolean" }, { "type": "string", "pattern": r"^\d{1,2}(\.5)?H$" }] })
            }
        }
    }
}

/// Four digits that are a time of a day, up to 2400.
fn hhmm(text: &str) -> bool {
    if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let part = |range: std::ops::Range<usize>| text[range].parse::<u16>().unwrap_or(u16::MAX);
    ClockTime::new(part(0..2), part(2..4)).is_some()
}

/// `0.5H`, `1H`, `1.5H` …
fn box_hours(text: &str) -> bool {
    let Some(hours) = text.strip_suffix('H') else { return false };
    let whole = hours.strip_suffix(".5").unwrap_or(hours);
    (1..=2).contains(&whole.len()) && whole.bytes().all(|byte| byte.is_ascii_digit()) && hours != "0"
}

fn check_object(keys: &[Key], path: &str, map: &mut Map<String, Value>) -> Result<(), CaseError> {
    let join = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    if let Some((name, value)) = map.iter().find(|(name, _)| !keys.iter().any(|key| key.name == name.as_str())) {
        let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
        return Err(CaseError::unknown_key(&join(name), value, names.join(", ")));
    }
    for key in keys {
        match map.get_mut(key.name) {
            Some(value) => key.shape.check(&join(key.name), value)?,
            None if key.required => return Err(CaseError::missing(&join(key.name), key.label, key.shape.allowed())),
            None => {}
        }
    }
    Ok(())
}

fn object_schema(keys: &[Key]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        let mut schema = key.shape.schema();
        if let Value::Object(map) = &mut schema {
            map.insert("description".to_owned(), Value::String(key.label.to_owned()));
        }
        properties.insert(key.name.to_owned(), schema);
    }
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
}

/// Full-width digits and signs of numbers → half-width.
pub(crate) fn half_width(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            'Ａ'..='Ｚ' => char::from_u32(u32::from(c) - u32::from('Ａ') + u32::from('A')).unwrap_or(c),
            '：' => ':',
            '．' => '.',
            '－' | '−' | '―' => '-',
            other => other,
        })
        .collect()
}
