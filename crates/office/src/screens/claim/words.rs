//! 請求の画面のことば: names of facts and days.
use claims::case;
use serde_json::Value;
use std::sync::LazyLock;

static SCHEMA: LazyLock<Value> = LazyLock::new(case::schema);

/// The Japanese name of a case-format key (`office.capability.meal_provision`): that of the case format itself.
pub(crate) fn fact_label(key: &str) -> String {
    label_in("input", key)
}

/// The same for a key of the cases of 就労定着支援.
pub(crate) fn retention_fact_label(key: &str) -> String {
    label_in("retention_input", key)
}

fn label_in(input: &str, key: &str) -> String {
    let mut at = &SCHEMA["$defs"][input];
    let mut labels: Vec<&str> = Vec::new();
    for part in key.split('.') {
        if at.get("properties").is_none() {
            at = &at["items"];
        }
        at = &at["properties"][part];
        labels.extend(at["description"].as_str());
    }
    match labels.split_last() {
        Some((last, rest)) if at.is_object() => {
            rest.first().map_or_else(|| (*last).to_owned(), |first| format!("{first}の「{last}」"))
        }
        _ => key.to_owned(),
    }
}

/// Days as people say them: `1〜5日・8日`.
pub(crate) fn days(days: &[u8]) -> String {
    let mut ranges: Vec<(u8, u8)> = Vec::new();
    for &day in days {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => ranges.push((day, day)),
        }
    }
    let told = ranges.iter().map(|(from, to)| if from == to { format!("{from}日") } else { format!("{from}〜{to}日") });
    told.collect::<Vec<_>>().join("・")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_fact_is_named_as_the_case_format_names_it() {
        assert_eq!(fact_label("office.capability.meal_provision"), "事業所の「食事提供体制加算」");
        assert!(fact_label("days.absence_consulted").starts_with("日ごとの実績の「"));
        assert_eq!(fact_label("something.else"), "something.else");
    }

    #[test]
    fn days_are_told_as_ranges() {
        assert_eq!(days(&[1, 2, 3, 5, 8, 9]), "1〜3日・5日・8〜9日");
    }
}
