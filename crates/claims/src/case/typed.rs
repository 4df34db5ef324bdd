//! 表から型へ: a document that fits the table of keys becomes a typed one, and a typed one JSON again.
use super::CaseError;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The typed document. The table of keys and the typed document are two descriptions: what slips through one stops at
/// the other.
pub(super) fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, CaseError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        CaseError::at(&path, at_path(value, &path), "この項目の書式に合う値")
    })
}

/// The value a path of `serde_path_to_error` names.
fn at_path<'v>(value: &'v Value, path: &str) -> &'v Value {
    let pointer = format!("/{}", path.replace('[', ".").replace(']', "").replace('.', "/"));
    value.pointer(&pointer).unwrap_or(value)
}

/// Removes what says nothing: null, false, empty lists and objects.
pub(super) fn prune(value: &mut Value) {
    if let Value::Object(map) = value {
        map.values_mut().for_each(prune);
        map.retain(|key, inner| {
            key == "days"
                || !(inner.is_null()
                    || *inner == Value::Bool(false)
                    || inner.as_object().is_some_and(serde_json::Map::is_empty))
        });
    }
    if let Value::Array(items) = value {
        items.iter_mut().for_each(prune);
    }
}
