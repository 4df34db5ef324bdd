//! パックの選択: by the municipality number of the certificate and the service month, and by nothing else.
use super::format::{Pack, PeriodRules};
use super::partials::Partials;
use super::problem::{PackError, PackProblem};
use crate::community::facts::Service;
use kernel::{Month, MunicipalityNo};
use std::path::Path;
use std::sync::OnceLock;

/// Name of the file of municipalities of which only single facts are known.
pub const PARTIALS_FILE: &str = "partials.toml";

const BUILTIN: [(&str, &str); 7] = [
    ("kamakura.toml", include_str!("../../../../../data/municipal/kamakura.toml")),
    ("chiba-city.toml", include_str!("../../../../../data/municipal/chiba-city.toml")),
    ("mobara-mutsuzawa.toml", include_str!("../../../../../data/municipal/mobara-mutsuzawa.toml")),
    ("otaki.toml", include_str!("../../../../../data/municipal/otaki.toml")),
    ("minatono.toml", include_str!("../../../../../data/municipal/minatono.toml")),
    ("yamate.toml", include_str!("../../../../../data/municipal/yamate.toml")),
    ("kawazoe.toml", include_str!("../../../../../data/municipal/kawazoe.toml")),
];
const BUILTIN_PARTIALS: &str = include_str!("../../../../../data/municipal/partials.toml");

/// All packs of a data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packs {
    packs: Vec<Pack>,
    partials: Partials,
}

/// Why no pack may be used. The words are for the clerk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPack {
    /// No pack names this number.
    #[error(
        "市町村番号 {number} の規則がありません。{known}この市町村のきまりが登録されるまで請求できません。登録のある市町村は「市町村のきまり」にあります"
    )]
    Unregistered {
        /// 証記載市町村番号.
        number: MunicipalityNo,
        /// What is known of it, as a sentence; empty where nothing is.
        known: String,
    },
    /// The pack begins later.
    #[error(
        "{name}の {month} 提供分は、このしくみでは請求できません({earliest} 提供分から)。市町村の窓口に相談してください"
    )]
    TooEarly {
        /// Municipality.
        name: String,
        /// Month asked for.
        month: Month,
        /// First month.
        earliest: Month,
    },
    /// The pack has no rules for the service.
    #[error("{name}の{}の規則がありません({month} 提供分)。「市町村のきまり」で、登録のあるサービスと提供年月を確かめてください", service.label_ja())]
    NoService {
        /// Municipality.
        name: String,
        /// Service asked for.
        service: Service,
        /// Month asked for.
        month: Month,
    },
    /// No edition or period holds for the month.
    #[error("{name}の {month} 提供分の規則がありません。「市町村のきまり」で、登録のある提供年月を確かめてください")]
    NoEdition {
        /// Municipality.
        name: String,
        /// Month asked for.
        month: Month,
    },
}

impl Packs {
    /// The packs compiled in.
    ///
    /// # Panics
    /// Never: the tests read them all.
    pub fn builtin() -> &'static Packs {
        static PACKS: OnceLock<Packs> = OnceLock::new();
        PACKS.get_or_init(|| {
            Packs::from_texts(BUILTIN.iter().copied(), BUILTIN_PARTIALS).expect("the compiled-in packs are in order")
        })
    }

    /// The packs of `<folder>/municipal/*.toml`.
    ///
    /// # Errors
    /// Everything that has to be mended in any of them; two packs for one number and month.
    pub fn from_dir(folder: &Path) -> Result<Packs, PackError> {
        let folder = folder.join("municipal");
        let unreadable = |path: &Path| {
            PackError(vec![PackProblem {
                file: path.display().to_string(),
                line: 1,
                code: "unreadable",
                what: "読めません".to_owned(),
                how_to_fix: "フォルダとファイルがあり、読めることを確かめてください".to_owned(),
            }])
        };
        let entries = std::fs::read_dir(&folder).map_err(|_| unreadable(&folder))?;
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
        paths.sort();
        let mut texts = Vec::new();
        let mut partials = String::from("schema = 1\n");
        for path in &paths {
            let text = std::fs::read_to_string(path).map_err(|_| unreadable(path))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name == PARTIALS_FILE { partials = text } else { texts.push((name, text)) }
        }
        Packs::from_texts(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())), &partials)
    }

    fn from_texts<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>, partials: &str) -> Result<Packs, PackError> {
        let (mut packs, mut problems): (Vec<Pack>, Vec<PackProblem>) = (Vec::new(), Vec::new());
        for (file, text) in texts {
            match Pack::read(file, text) {
                Ok(pack) => {
                    problems.extend(packs.iter().filter_map(|other| clash(file, &pack, other)));
                    packs.push(pack);
                }
                Err(error) => problems.extend(error.0),
            }
        }
        let partials = Partials::read(PARTIALS_FILE, partials)?;
        if problems.is_empty() { Ok(Packs { packs, partials }) } else { Err(PackError(problems)) }
    }

    /// All packs, in order of file name.
    pub fn all(&self) -> &[Pack] {
        &self.packs
    }

    /// What is known of municipalities without a pack.
    pub fn partials(&self) -> &Partials {
        &self.partials
    }

    /// The newest edition with this id.
    pub fn by_id(&self, id: &str) -> Option<&Pack> {
        self.packs.iter().filter(|pack| pack.identity.id == id).max_by_key(|pack| pack.identity.from)
    }

    /// The pack of a certificate and service month.
    ///
    /// # Errors
    /// No pack, too early, or no edition: named, never another municipality's pack.
    ///
    /// ```
    /// use fees::community::pack::{NoPack, Packs};
    /// let (kamakura, month) = ("142042".parse().unwrap(), "2024-04".parse().unwrap());
    /// let packs = Packs::builtin();
    /// let (pack, period) = packs.choose(&kamakura, month).unwrap();
    /// assert_eq!((pack.identity.name.as_str(), period.id.as_str()), ("鎌倉市", "R6.4"));
    /// assert!(matches!(packs.choose(&kamakura, "2022-03".parse().unwrap()), Err(NoPack::TooEarly { .. })));
    /// let refused = packs.choose(&"271004".parse().unwrap(), month).unwrap_err();
    /// assert!(refused.to_string().contains("271004"));
    /// ```
    pub fn choose(&self, number: &MunicipalityNo, month: Month) -> Result<(&Pack, &PeriodRules), NoPack> {
        let editions = || self.packs.iter().filter(|pack| pack.answers_to(number));
        let Some(first) = editions().min_by_key(|pack| pack.identity.from) else {
            return Err(NoPack::Unregistered { number: number.clone(), known: self.partials.sentence(number) });
        };
        let in_force = |pack: &&Pack| {
            pack.identity.from.is_none_or(|from| from <= month) && pack.identity.to.is_none_or(|to| month <= to)
        };
        match editions().find(in_force) {
            Some(pack) => pack.period(month).map(|period| (pack, period)),
            None => {
                let none = NoPack::NoEdition { name: first.identity.name.clone(), month };
                Err(first.period(month).err().unwrap_or(none))
            }
        }
    }
}

impl Pack {
    /// Whether certificates with this number are the municipality's. Where none has been seen yet, the five digits of the
    /// municipality decide, with either of the two check digits in use (that of the JIS code and that of other numbers).
    ///
    /// ```
    /// use fees::community::pack::Packs;
    /// let chiba = Packs::builtin().by_id("chiba-city").unwrap();
    /// let known = |number: &str| chiba.answers_to(&number.parse().unwrap());
    /// assert!(known("121002") && known("121004"));
    /// assert!(!known("121003") && !known("122101"));
    /// ```
    pub fn answers_to(&self, number: &MunicipalityNo) -> bool {
        let seen = &self.identity.certificate_numbers;
        let code = self.identity.jis_code.as_str();
        if !seen.is_empty() || code.len() != 5 {
            return seen.contains(number);
        }
        let last = number.as_str().strip_prefix(code).and_then(|rest| rest.parse::<u32>().ok());
        last.is_some_and(|digit| check_digits(code).contains(&digit))
    }

    /// The numbers that [`Pack::answers_to`] takes for the five digits of the city, where no certificate was seen.
    pub fn numbers_by_code(&self) -> Vec<String> {
        let code = self.identity.jis_code.as_str();
        if !self.identity.certificate_numbers.is_empty() || code.len() != 5 {
            return Vec::new();
        }
        let mut numbers: Vec<String> = check_digits(code).iter().map(|digit| format!("{code}{digit}")).collect();
        numbers.dedup();
        numbers
    }

    /// The rules of entry of a service month.
    ///
    /// # Errors
    /// A month before the first or without a period, by name.
    pub fn period(&self, month: Month) -> Result<&PeriodRules, NoPack> {
        let name = || self.identity.name.clone();
        if let Some(earliest) = self.identity.earliest_service_month.filter(|earliest| month < *earliest) {
            return Err(NoPack::TooEarly { name: name(), month, earliest });
        }
        let holds = |period: &&PeriodRules| period.from <= month && period.to.is_none_or(|to| month <= to);
        self.periods.iter().find(holds).ok_or_else(|| NoPack::NoEdition { name: name(), month })
    }
}

/// The check digits a municipality number may end in: mod 11 with weights 6–2 (全国地方公共団体コード), and mod 10 with
/// weights 2, 1, 2 … (受給者証).
fn check_digits(code: &str) -> [u32; 2] {
    let digits = || code.chars().filter_map(|letter| letter.to_digit(10));
    let weighted: u32 = digits().zip([6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    let crossed: u32 = digits()
        .zip([2, 1, 2, 1, 2])
        .map(|(digit, weight)| (digit * weight).div_euclid(10) + digit * weight % 10)
        .sum();
    [(11 - weighted % 11) % 10, (10 - crossed % 10) % 10]
}

fn clash(file: &str, pack: &Pack, other: &Pack) -> Option<PackProblem> {
    let (mine, theirs) = (&pack.identity, &other.identity);
    let number = mine.certificate_numbers.iter().find(|number| theirs.certificate_numbers.contains(number))?;
    let before = |end: Option<Month>, start: Option<Month>| end.zip(start).is_some_and(|(end, start)| end < start);
    if before(mine.to, theirs.from) || before(theirs.to, mine.from) {
        return None;
    }
    Some(PackProblem {
        file: file.to_owned(),
        line: 1,
        code: "pack_twice",
        what: format!("市町村番号 {number} のパックが同じ月に2つあります({} と {})", theirs.id, mine.id),
        how_to_fix: "古い版の [pack] に to = \"最後の月\" を書いてください".to_owned(),
    })
}
