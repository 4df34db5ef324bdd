//! 様式だけの項目: classes and names no rule reads, the thirteen prices, the five items of 本人実費.
use crate::screens::people::{
    read,
    sheet::{Field, Group},
};
use fees::{FeeTables, b_type::facts::Office};
use kernel::{Month, Yen, typed};
use std::{array, collections::BTreeMap};
use store::{OwnCost, PriceList};
use ui::{Choice, Form};

/// The thirteen prices of the form.
pub(super) const PRICES: [(&str, &str); 13] = [
    ("price_breakfast", "朝食(円)"),
    ("price_lunch", "昼食(円)"),
    ("price_dinner", "夕食(円)"),
    ("price_meals_day", "一日食事(円)"),
    ("price_utilities_day", "光熱水費 日額(円)"),
    ("price_utilities_month", "光熱水費 月額(円)"),
    ("price_rent", "家賃(円)"),
    ("price_daily_goods", "日用品(円)"),
    ("price_food", "食料(円)"),
    ("price_bath", "入浴(円)"),
    ("price_transport", "送迎(円)"),
    ("price_snack", "間食(円)"),
    ("price_other", "その他(円)"),
];

/// Capacity classes: the largest capacity of each but the last.
const CAPACITY: [(&str, &str, u32); 5] = [
    ("1", "20人以下", 20),
    ("2", "21人以上40人以下", 40),
    ("3", "41人以上60人以下", 60),
    ("4", "61人以上80人以下", 80),
    ("5", "81人以上", u32::MAX),
];

/// Fields whose value is kept as chosen.
const CHOICES: [&str; 8] = [
    "capacity_class",
    "multi_class",
    "staffing_class",
    "unit_price_adjustment",
    "main_service",
    "grant_target",
    "career_path",
    "special_improvement",
];

fn capacities() -> Vec<Choice> {
    CAPACITY.iter().map(|(key, label, _)| Choice::new(*key, *label)).collect()
}

fn class_of(capacity: u32) -> (&'static str, &'static str) {
    let found = CAPACITY.iter().find(|(.., most)| capacity <= *most).unwrap_or(&CAPACITY[4]);
    (found.0, found.1)
}

fn yes_no() -> Vec<Choice> {
    vec![Choice::new("yes", "有"), Choice::new("no", "無")]
}

/// 基本項目 besides office and notice.
pub(super) fn basic() -> Vec<Group> {
    let staffing = [Choice::new("6", "6:1"), Choice::new("7.5", "7.5:1"), Choice::new("10", "10:1")];
    vec![
        Group::new(
            "名称",
            vec![
                Field::text("name_kana", "事業所名カナ"),
                Field::text("short_name", "略称"),
                Field::short("unit_no", "サービス提供単位番号").hint("単位が1つだけなら0"),
                Field::text("unit_name", "提供単位番号名"),
            ],
        ),
        Group::new(
            "算定の区分",
            vec![
                Field::select("capacity_class", "算定用定員区分", capacities()).required().hint("定員(人)に合う区分"),
                Field::select("multi_class", "多機能型等定員区分", capacities())
                    .required()
                    .hint("多機能型でなければ算定用定員区分と同じ"),
                Field::select("staffing_class", "人員配置区分", staffing).required(),
                Field::short("unit_price", "単位数単価(100倍)")
                    .required()
                    .hint("10.60円なら1060。地域区分と合わせて確かめます"),
                Field::short("unit_price_adjustment", "単位数単価・適正性分"),
                Field::select(
                    "main_service",
                    "主たるサービス種類",
                    [Choice::new("46", "就労継続支援B型"), Choice::new("other", "ほかのサービス(多機能型など)")],
                )
                .required(),
            ],
        ),
    ]
}

/// 加算項目 of the years before the classes of today.
pub(super) fn additions() -> Group {
    let careers = ["非該当", "キャリアパス区分1", "キャリアパス区分2", "キャリアパス区分3"];
    let careers = careers.iter().zip(0..).map(|(label, key)| Choice::new(key.to_string(), *label));
    Group::new(
        "旧制度の処遇改善",
        vec![
            Field::select("grant_target", "処遇改善助成金対象", yes_no()),
            Field::select("career_path", "処遇改善キャリアパス区分", careers),
            Field::select("special_improvement", "処遇改善特別加算", yes_no())
                .hint("処遇改善加算があるときは算定しません"),
        ],
    )
}

/// 単価項目 and 本人実費.
pub(super) fn prices() -> Vec<Group> {
    let prices = PRICES.iter().map(|(name, label)| Field::short(*name, *label)).collect();
    let mut items = Vec::new();
    for number in 1..=5 {
        items.push(Field::text(format!("own_name{number}"), format!("実費{number} 名称")));
        items.push(Field::short(format!("own_price{number}"), format!("実費{number} 単価(円)")));
    }
    vec![Group::new("単価", prices), Group::new("本人実費", items)]
}

/// Puts a stored list into the form.
pub(super) fn show(form: &mut Form, list: &PriceList) {
    form.set("name_kana", &list.name_kana).set("short_name", &list.short_name);
    form.set("unit_no", list.unit_no).set("unit_name", &list.unit_name);
    for name in CHOICES {
        form.set_some(name, list.choices.get(name));
    }
    form.set_some("unit_price", list.choices.get("unit_price"));
    for (name, _) in PRICES {
        form.set(name, list.prices.get(name).map_or(0, |yen| yen.0));
    }
    for (number, item) in (1..).zip(&list.own_costs) {
        form.set_some(&format!("own_name{number}"), item.as_ref().map(|item| &item.name));
        form.set_some(&format!("own_price{number}"), item.as_ref().map(|item| item.price.0));
    }
}

/// What a first form proposes, from notice and tables.
pub(super) fn propose(form: &mut Form, tables: &FeeTables, month: Month, office: Option<&Office>) {
    let price = tables.unit_price(form.value("area_class"), month).ok().map(|row| row.price.milli_yen() / 10);
    if form.text("unit_price").is_none() {
        form.set_some("unit_price", price);
    }
    if form.text("main_service").is_none() {
        form.set("main_service", "46");
    }
    if let Some(office) = office {
        for name in ["capacity_class", "multi_class"] {
            if form.text(name).is_none() {
                form.set(name, class_of(office.capacity).0);
            }
        }
    }
}

/// The typed items; what contradicts the notice or the tables is refused.
pub(super) fn read(form: &mut Form, tables: &FeeTables, month: Option<Month>) -> Option<PriceList> {
    let name_kana = read::text(form, "name_kana", "事業所名カナ");
    if !name_kana.chars().all(|c| matches!(c, 'ァ'..='ー' | '･'..='ﾟ' | ' ' | '　') || c.is_ascii_alphanumeric())
    {
        form.fail("name_kana", "事業所名カナにカタカナでない文字があります。カタカナで書き直してください");
    }
    let short_name = read::text(form, "short_name", "略称");
    let unit_no = read::whole(form, "unit_no", "サービス提供単位番号", 0..=99).unwrap_or(0);
    let unit_name = read::text(form, "unit_name", "提供単位番号名");
    let adjustment = read::text(form, "unit_price_adjustment", "単位数単価・適正性分");
    capacity_fits(form);
    unit_price_fits(form, tables, month);
    if form.is("special_improvement", "yes") && form.text("treatment_improvement").is_some() {
        form.fail(
            "special_improvement",
            "処遇改善加算を届け出ているときは、処遇改善特別加算を算定できません。どちらか一方を「無」にしてください",
        );
    }
    let mut prices = BTreeMap::new();
    for (name, label) in PRICES {
        if let Some(yen) = read::yen(form, name, label).filter(|yen| yen.0 > 0) {
            prices.insert(name.to_owned(), yen);
        }
    }
    let own_costs = array::from_fn(|at| own_cost(form, at + 1));
    let mut choices: BTreeMap<String, String> = BTreeMap::new();
    for name in CHOICES.into_iter().chain(["unit_price"]) {
        if let Some(value) = form.text(name) {
            choices.insert(name.to_owned(), value.to_owned());
        }
    }
    if !adjustment.is_empty() {
        choices.insert("unit_price_adjustment".to_owned(), adjustment);
    }
    let unit_no = u8::try_from(unit_no).unwrap_or_default();
    form.is_ok().then_some(PriceList { name_kana, short_name, unit_no, unit_name, choices, prices, own_costs })
}

fn own_cost(form: &mut Form, number: usize) -> Option<OwnCost> {
    let (name_key, price_key) = (format!("own_name{number}"), format!("own_price{number}"));
    let name = read::text(form, &name_key, &format!("実費{number}の名称"));
    let price = read::yen(form, &price_key, &format!("実費{number}の単価"));
    match (name.is_empty(), form.text(&price_key).is_none()) {
        (true, false) => {
            form.fail(&name_key, format!("実費{number}の名称が入っていません。名称を書くか、単価を消してください"));
        }
        (false, true) => {
            form.fail(&price_key, format!("実費{number}の単価が入っていません。単価を書くか、名称を消してください"));
        }
        _ => {}
    }
    price.filter(|_| !name.is_empty()).map(|price: Yen| OwnCost { name, price })
}

fn capacity_fits(form: &mut Form) {
    let Ok(capacity) = typed::integer(form.value("capacity").trim().trim_end_matches(['人', '名'])) else { return };
    let (key, label) = class_of(u32::try_from(capacity).unwrap_or(u32::MAX));
    for (name, title) in [("capacity_class", "算定用定員区分"), ("multi_class", "多機能型等定員区分")] {
        if form.text(name).is_some_and(|chosen| chosen != key) {
            form.fail(name, format!("{title}が定員{capacity}人と合いません。{label}を選ぶか、定員を直してください"));
        }
    }
}

fn unit_price_fits(form: &mut Form, tables: &FeeTables, month: Option<Month>) {
    let typed = form.read("unit_price", |text| {
        let plain: String = read::typed_width(text).trim().trim_end_matches('円').to_owned();
        let price: i64 = match plain.split_once('.') {
            Some(_) => plain.parse::<kernel::UnitPrice>().map_err(|error| error.to_string())?.milli_yen() / 10,
            None => typed::integer(&plain).map_err(|error| error.to_string())?,
        };
        if (1..=9_999).contains(&price) {
            Ok(price)
        } else {
            Err("単位数単価は1から9999までで書いてください".to_owned())
        }
    });
    let Some(typed) = typed else { return };
    form.set("unit_price", typed);
    let Some(month) = month else { return };
    if let Ok(row) = tables.unit_price(form.value("area_class"), month)
        && row.price.milli_yen() / 10 != typed
    {
        let (area, known) = (row.area_class, row.price.milli_yen() / 10);
        let month = month.wareki();
        form.fail(
            "unit_price",
            format!("{month}の{area}の単位数単価は{known}({}円)です。単価か地域区分を直してください", row.price),
        );
    }
}
