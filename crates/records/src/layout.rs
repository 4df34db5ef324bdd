//! レイアウト: which items a record of the official files has, from `data/layouts`.
use std::{collections::BTreeMap, path::Path, sync::Arc, sync::LazyLock};

/// 属性: which characters an item takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Attr {
    /// 英数: capital letters, digits, half-width katakana, signs.
    Alnum,
    /// 数値: digits, a minus before them allowed.
    Number,
    /// コード値: digits.
    Code,
    /// 漢字: full-width characters only.
    Kanji,
}

impl Attr {
    /// The word of the official tables.
    pub const fn label(self) -> &'static str {
        match self {
            Attr::Alnum => "英数",
            Attr::Number => "数値",
            Attr::Code => "コード値",
            Attr::Kanji => "漢字",
        }
    }
}

/// 必須区分 of an item, as the official table gives it for 就労継続支援B型.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Required {
    /// ◎: never empty.
    Always,
    /// ○: in the case named by [`Item::when`].
    Sometimes,
    /// △: as the sender likes.
    Optional,
    /// Not used by this service.
    Unused,
}

/// 項目: one item of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Number from 1.
    pub no: u32,
    /// Name in code, `office_no`.
    pub name: String,
    /// Official name with its group.
    pub label: String,
    /// Which characters it takes.
    pub attr: Attr,
    /// Longest value in MS932 bytes, without quotes.
    pub bytes: usize,
    /// Whether it may be empty.
    pub required: Required,
    /// The case in which an item of [`Required::Sometimes`] is filled.
    pub when: String,
    /// Allowed codes; empty where any value of the attribute will do.
    pub codes: Vec<String>,
    /// Where the row was seen.
    pub source: String,
    /// S seen, ? by analogy.
    pub confidence: String,
}

/// レコードのレイアウト: exchange id, record type and items in file order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// 交換情報識別番号, J121; `control`, `data` or `end` for the envelope.
    pub exchange_id: String,
    /// レコード種別コード, 01; empty for the envelope.
    pub record_type: String,
    /// The items.
    pub items: Vec<Item>,
}

impl Layout {
    /// J121-01.
    pub fn label(&self) -> String {
        match self.exchange_id.as_str() {
            "control" => "コントロールレコード".to_owned(),
            "data" => "データレコード".to_owned(),
            "end" => "エンドレコード".to_owned(),
            id => format!("{id}-{}", self.record_type),
        }
    }

    /// Place of an item in the record, from 0.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.items.iter().position(|item| item.name == name)
    }

    /// Whether a row was not seen in the official table (未検証).
    pub fn is_unverified(&self) -> bool {
        self.items.iter().any(|item| item.confidence != "S")
    }

    /// The item that names the sending office: in the 上限額管理結果票 the managing office stands before the others.
    pub(crate) fn sender(&self) -> Option<usize> {
        self.items.iter().position(|item| item.name == "office_no" || item.name == "cap_manager_office_no")
    }
}

/// Why layouts cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// The folder or a file of it cannot be read.
    #[error("レイアウトのフォルダを読めません。場所と権限を確かめてください: {0}")]
    Io(#[from] std::io::Error),
    /// A row that is no item.
    #[error("レイアウト {file} の{line}行目を読めません: {why}")]
    Row {
        /// File name without ending.
        file: String,
        /// Line from 1.
        line: usize,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The envelope cannot be written without it.
    #[error("レイアウト {0}.csv がありません。フォルダに加えてください")]
    Missing(&'static str),
}

/// All layouts, by exchange id and record type.
#[derive(Clone, Debug)]
pub struct Layouts {
    control: Arc<Layout>,
    data: Arc<Layout>,
    end: Arc<Layout>,
    records: BTreeMap<String, BTreeMap<String, Arc<Layout>>>,
}

macro_rules! built_in {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../data/layouts/", $name, ".csv")))),*]
    };
}

const BUILT_IN: [(&str, &str); 14] = built_in![
    "control", "data", "end", "J111_01", "J111_02", "J121_01", "J121_02", "J121_03", "J121_04", "J121_05", "J411_01",
    "J411_02", "J611_01", "J611_02",
];

static BUILTIN: LazyLock<Layouts> =
    LazyLock::new(|| Layouts::from_files(BUILT_IN).expect("the checked-in layouts are readable"));

impl Layouts {
    /// The layouts compiled in from `data/layouts`.
    ///
    /// ```
    /// use records::Layouts;
    /// let layout = Layouts::builtin().get("J121", "05").unwrap();
    /// assert_eq!(layout.items[7].name, "contract_amount");
    /// ```
    pub fn builtin() -> &'static Layouts {
        &BUILTIN
    }

    /// Reads every `.csv` file of a folder; its name (`J121_01`) says which record it describes.
    pub fn from_dir(dir: &Path) -> Result<Layouts, LayoutError> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(dir)? {
            let path = entry?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            if let (Some(stem), Some("csv")) = (stem, path.extension().and_then(|ending| ending.to_str())) {
                files.push((stem.to_owned(), std::fs::read_to_string(&path)?));
            }
        }
        Layouts::from_files(files.iter().map(|(stem, text)| (stem.as_str(), text.as_str())))
    }

    fn from_files<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Layouts, LayoutError> {
        let mut all: BTreeMap<String, BTreeMap<String, Arc<Layout>>> = BTreeMap::new();
        for (stem, text) in files {
            let (exchange_id, record_type) = stem.split_once('_').unwrap_or((stem, ""));
            let items = items(stem, text)?;
            let layout = Layout { exchange_id: exchange_id.to_owned(), record_type: record_type.to_owned(), items };
            all.entry(exchange_id.to_owned()).or_default().insert(record_type.to_owned(), Arc::new(layout));
        }
        let mut envelope = |name: &'static str| {
            all.remove(name).and_then(|mut types| types.remove("")).ok_or(LayoutError::Missing(name))
        };
        let (control, data, end) = (envelope("control")?, envelope("data")?, envelope("end")?);
        Ok(Layouts { control, data, end, records: all })
    }

    /// The layout of a record, if it is one we know.
    pub fn get(&self, exchange_id: &str, record_type: &str) -> Option<&Arc<Layout>> {
        self.records.get(exchange_id)?.get(record_type)
    }

    /// Whether any record of this exchange id is known.
    pub fn knows(&self, exchange_id: &str) -> bool {
        self.records.contains_key(exchange_id)
    }

    /// All record layouts in order.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Layout>> {
        self.records.values().flat_map(BTreeMap::values)
    }

    pub(crate) fn control(&self) -> &Arc<Layout> {
        &self.control
    }

    /// The items before the inner record of a data record.
    pub(crate) fn data(&self) -> &Arc<Layout> {
        &self.data
    }

    pub(crate) fn end(&self) -> &Arc<Layout> {
        &self.end
    }
}

fn items(file: &str, text: &str) -> Result<Vec<Item>, LayoutError> {
    let mut items: Vec<Item> = Vec::new();
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    for (index, row) in reader.records().enumerate() {
        let bad = |why| LayoutError::Row { file: file.to_owned(), line: index + 2, why };
        let row = row.map_err(|_| bad("列の数がちがいます"))?;
        let cell = |column: usize| row.get(column).unwrap_or("");
        let attr = match cell(3) {
            "英数" => Attr::Alnum,
            "数値" => Attr::Number,
            "コード値" => Attr::Code,
            "漢字" => Attr::Kanji,
            // the line end and the inner record are written by the writer, they are no items
            "改行" | "データ" => continue,
            _ => return Err(bad("属性は 英数・数値・コード値・漢字 のどれかです")),
        };
        let required = match cell(5) {
            "◎" => Required::Always,
            "○" => Required::Sometimes,
            "△" => Required::Optional,
            "" => Required::Unused,
            _ => return Err(bad("必須区分は ◎・○・△・空 のどれかです")),
        };
        let no: u32 = cell(0).parse().map_err(|_| bad("項目番号が数ではありません"))?;
        if no as usize != items.len() + 1 {
            return Err(bad("項目番号が続いていません"));
        }
        if cell(2).is_empty() || items.iter().any(|item| item.name == cell(2)) {
            return Err(bad("項目の名前がないか、2回あります"));
        }
        items.push(Item {
            no,
            name: cell(2).to_owned(),
            label: cell(1).to_owned(),
            attr,
            bytes: cell(4).parse().map_err(|_| bad("バイト数が数ではありません"))?,
            required,
            when: cell(6).to_owned(),
            codes: codes(cell(7)),
            source: cell(9).to_owned(),
            confidence: cell(10).to_owned(),
        });
    }
    Ok(items)
}

/// `1|2|3` or the range `01..31`.
fn codes(text: &str) -> Vec<String> {
    if let Some((from, to)) = text.split_once("..") {
        let (width, range) = (from.len(), from.parse::<u32>().ok().zip(to.parse::<u32>().ok()));
        return range.map(|(from, to)| (from..=to).map(|n| format!("{n:0width$}")).collect()).unwrap_or_default();
    }
    text.split('|').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}
