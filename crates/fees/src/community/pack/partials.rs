//! 一部だけわかっている市町村: single facts with their sources. Nothing here can price or split anything.
use super::lines::Lines;
use super::load::translated;
use super::problem::{PackError, PackProblem};
use kernel::MunicipalityNo;
use serde::Deserialize;

/// The file `partials.toml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partials {
    /// Version of the format: 1.
    pub schema: u32,
    /// One per municipality.
    #[serde(default, rename = "municipality")]
    pub municipalities: Vec<PartialMunicipality>,
}

/// A municipality without a pack.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialMunicipality {
    /// 市町村名.
    pub name: String,
    /// Five digits of the 全国地方公共団体コード; empty for an unnamed one.
    pub jis_code: String,
    /// Why it is of interest.
    pub why: String,
    /// Paper or page, with its date.
    #[serde(default)]
    pub source: String,
    /// What is known, topic by topic, in words only.
    #[serde(rename = "fact")]
    pub facts: Vec<PartialFact>,
}

/// One known fact.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartialFact {
    /// 上限, 負担, 請求先 …
    pub topic: String,
    /// In words.
    pub text: String,
}

impl Partials {
    /// Reads and checks the file.
    ///
    /// # Errors
    /// Unknown keys, missing sources, with their lines.
    pub fn read(file: &str, text: &str) -> Result<Partials, PackError> {
        let broken = |error: toml::de::Error| PackError(vec![translated(file, text, &error)]);
        let lines = Lines::read(text).map_err(broken)?;
        let partials: Partials = toml::from_str(text).map_err(broken)?;
        let missing = partials.municipalities.iter().enumerate().filter(|(_, m)| m.source.trim().is_empty());
        let problems: Vec<PackProblem> = missing
            .map(|(at, municipality)| PackProblem {
                file: file.to_owned(),
                line: lines.of(&format!("municipality.{at}")),
                code: "no_source",
                what: format!("{}の出典がありません", municipality.name),
                how_to_fix: "source に資料名と年月を書いてください".to_owned(),
            })
            .collect();
        if problems.is_empty() { Ok(partials) } else { Err(PackError(problems)) }
    }

    /// The municipality of a certificate number: the first five digits are its code.
    pub fn of(&self, number: &MunicipalityNo) -> Option<&PartialMunicipality> {
        self.municipalities.iter().find(|m| m.jis_code.len() == 5 && number.as_str().starts_with(&m.jis_code))
    }

    pub(super) fn sentence(&self, number: &MunicipalityNo) -> String {
        self.of(number).map_or_else(String::new, |m| {
            format!("{}は一部の規則だけがわかっていて、請求には使えません({})。", m.name, m.source)
        })
    }
}
