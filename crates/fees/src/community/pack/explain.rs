//! パックの説明: the rules of a municipality in words, for the people who must live by them.
use super::format::*;
use serde::Serialize;

/// A pack in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// 「鎌倉市の規則(2024-05)」.
    pub title: String,
    /// Chapters in reading order.
    pub sections: Vec<Section>,
}

/// A chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Stable key: `identity`, `route`, `bands`, `brackets`, `split`, `points`, `free_child`, `burden`, `limits`,
    /// `entry`, `prices`, `additions`, `sources`.
    pub key: &'static str,
    /// Heading.
    pub title: &'static str,
    /// Lines.
    pub rows: Vec<Row>,
}

/// One line of a chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// What holds.
    pub text: String,
    /// How sure, or what is still to be done.
    pub mark: Mark,
    /// Paper it stands in; empty where the row is about the pack itself.
    pub source: String,
}

/// How sure a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Nothing to say.
    None,
    /// A person is asked.
    Held,
    /// Used without asking, though not settled.
    Assumed,
    /// The claim stops on it.
    Blocked,
    /// 未検証: not seen in the municipality's own paper.
    Unverified,
    /// Not known.
    Unknown,
}

impl Mark {
    /// In Japanese; empty for [`Mark::None`].
    pub const fn label_ja(self) -> &'static str {
        match self {
            Mark::None => "",
            Mark::Held => "保留(選ぶまで請求しない)",
            Mark::Assumed => "未確定(提案で計算)",
            Mark::Blocked => "請求を止める",
            Mark::Unverified => "未検証",
            Mark::Unknown => "不明",
        }
    }
}

impl Explanation {
    /// Plain text for a console.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        for section in &self.sections {
            text.push_str(&format!("\n■ {}\n", section.title));
            for row in &section.rows {
                let mark = if row.mark == Mark::None { String::new() } else { format!(" [{}]", row.mark.label_ja()) };
                text.push_str(&format!("  {}: {}{mark}\n", row.label, row.text));
            }
        }
        text
    }
}

fn row(label: impl Into<String>, text: impl Into<String>) -> Row {
    Row { label: label.into(), text: text.into(), mark: Mark::None, source: String::new() }
}

impl Row {
    fn from(mut self, source: &str) -> Row {
        source.clone_into(&mut self.source);
        self
    }

    fn marked(self, mark: Mark) -> Row {
        Row { mark, ..self }
    }
}

impl Pack {
    /// The pack in words.
    ///
    /// ```
    /// use fees::community::pack::Packs;
    /// let text = Packs::builtin().by_id("kamakura").unwrap().explain().to_text();
    /// assert!(text.contains("深夜: 22:00〜24:00、00:00〜06:00"));
    /// assert!(text.contains("U-07"));
    /// ```
    pub fn explain(&self) -> Explanation {
        let invented = if self.identity.invented { "(実在しない見本)" } else { "" };
        let title = format!("{}の規則{invented} {}版", self.identity.name, self.identity.edition);
        let sections = [
            ("identity", "市町村", self.identity_rows()),
            ("route", "請求先・期限・書類", self.route_rows()),
            ("bands", "時間帯", self.band_rows()),
            ("brackets", "時間の刻み", self.bracket_rows()),
            ("split", "分けかた", self.split_rows()),
            ("points", "資料で決まっていない点", self.point_rows()),
            ("free_child", "無償化対象児童", self.free_child_rows()),
            ("burden", "利用者負担", self.burden_rows()),
            ("limits", "時間の上限", self.limit_rows()),
            ("entry", "月ごとの入力", self.periods.iter().flat_map(entry_rows).collect()),
            ("prices", "料金", self.prices.iter().flat_map(|price| self.price_rows(price)).collect()),
            ("additions", "加算", self.additions.iter().map(|addition| self.addition_row(addition)).collect()),
            ("sources", "出典", self.identity.sources.iter().map(|source| row(&source.id, &source.title)).collect()),
        ];
        let sections = sections.into_iter().filter(|(_, _, rows)| !rows.is_empty());
        Explanation { title, sections: sections.map(|(key, title, rows)| Section { key, title, rows }).collect() }
    }

    fn identity_rows(&self) -> Vec<Row> {
        let identity = &self.identity;
        let numbers: Vec<String> = identity.certificate_numbers.iter().map(ToString::to_string).collect();
        let mut rows = vec![
            row("都道府県", &identity.prefecture),
            match (numbers.is_empty(), self.numbers_by_code().as_slice()) {
                (false, _) => row("証記載市町村番号", numbers.join("、")),
                (true, []) => row("証記載市町村番号", "見ていないため、受給者証からは選ばれない").marked(Mark::Unknown),
                (true, known) => {
                    let text = format!(
                        "現物は見ていない。市町村コード {} から {} をこの市町村と読む",
                        identity.jis_code,
                        known.join("、")
                    );
                    row("証記載市町村番号", text)
                }
            },
            row("わかっている範囲", &identity.status),
        ];
        rows.extend(identity.earliest_service_month.map(|month| row("請求できる月", format!("{month} 提供分から"))));
        rows.extend(identity.unit_price.map(|price| row("単位数単価", format!("{price}円"))));
        rows.extend(identity.contact.as_ref().map(|contact| row("問い合わせ", contact)));
        rows.extend(identity.review_note.as_ref().map(|note| row("確かめること", note)));
        rows
    }

    fn route_rows(&self) -> Vec<Row> {
        let route = &self.route;
        let kind = match route.kind {
            RouteKind::KanagawaTool => "国保連の請求情報作成ツール(かながわシステム)",
            RouteKind::MunicipalityDirect => "市町村に直接",
            RouteKind::KokuhorenNational => "国保連の電子請求受付システム",
        };
        let mut rows = vec![row("請求先", kind)];
        rows.push(match route.deadline_day {
            Some(day) => {
                let note = route.deadline_note.as_ref().map_or_else(String::new, |note| format!("({note})"));
                row("期限", format!("翌月{day}日{note}"))
            }
            None => row("期限", "資料にない").marked(Mark::Unknown),
        });
        if !route.forms.is_empty() {
            rows.push(row("書類", route.forms.join("、")));
        }
        rows.extend(route.paper_record.map(|paper| row("紙の実績記録票", if paper { "出す" } else { "出さない" })));
        rows.into_iter().map(|row| row.from(&route.source)).collect()
    }

    fn band_rows(&self) -> Vec<Row> {
        self.bands
            .iter()
            .map(|band| {
                let ranges: Vec<String> = band.ranges.iter().map(|[from, to]| format!("{from}〜{to}")).collect();
                let premium = match (band.multiplier_percent, band.rank) {
                    (Some(percent), _) => format!("(料金の{percent}%)"),
                    (None, 0) => "(加算なし)".to_owned(),
                    (None, _) => "(加算あり)".to_owned(),
                };
                row(band.words(), format!("{}{premium}", ranges.join("、"))).from(&band.source)
            })
            .collect()
    }

    fn bracket_rows(&self) -> Vec<Row> {
        let rules = &self.split;
        let step = rules.bracket_minutes;
        let first = rules.first_bracket_minutes.unwrap_or(step);
        let border = match rules.bracket_boundary {
            Boundary::UpperInclusive => format!("ちょうど{first}分は最初の区分"),
            Boundary::UpperExclusive => format!("ちょうど{first}分は次の区分"),
        };
        let mut rows = vec![row("刻み", format!("最初は{first}分まで、その後{step}分ごとに切り上げ。{border}"))];
        if !rules.deduct.is_empty() {
            rows.push(row("算定しない時間", rules.deduct.join("、")));
        }
        let gap = rules.merge_gap_minutes;
        let apart =
            if gap == 0 { "1回ずつ別の記録".to_owned() } else { format!("間が{gap}分未満なら1回") };
        rows.push(row("同じ日の訪問", apart));
        rows.into_iter().map(|row| row.from(&rules.source)).collect()
    }

    fn split_rows(&self) -> Vec<Row> {
        let rules = &self.split;
        let midnight = if rules.cut_at_midnight {
            "0時で分け、前の日は2359まで"
        } else {
            "0時をまたいでも分けない"
        };
        let mut rows = vec![row("0時", midnight)];
        match rules.strategy {
            Strategy::OneLineStartBand => rows.push(row("時間帯", "始まった時間帯を訪問全体に使い、1行にする")),
            Strategy::CumulativeByBand => {
                rows.push(row("時間帯", "刻みごとに時間帯を決め、続けて数えた1つの合成コードにする"));
                rows.extend(rules.composite_rounding.as_ref().map(|text| row("端数", text)));
            }
            Strategy::KamakuraLines => rows.extend(self.line_rows()),
        }
        rows.into_iter().map(|row| row.from(&rules.source)).collect()
    }

    fn line_rows(&self) -> Vec<Row> {
        let rules = &self.split;
        let n = |value: Option<u16>| value.map_or_else(|| "?".to_owned(), |minutes| minutes.to_string());
        let (small, medium) = (n(rules.small_total_max), n(rules.medium_total_max));
        let (premium, each) = (n(rules.premium_min), n(rules.separate_each_min));
        vec![
            row("1つの時間帯だけ (R-0)", "その時間帯の1行"),
            row(
                format!("{small}分以下で2つの時間帯 (R-1)"),
                format!("加算のある時間帯が{premium}分以上なら、その加算の1行"),
            ),
            row("同じく (R-2)", format!("加算のある時間帯が{premium}分未満なら、加算なしの1行")),
            row(format!("{small}分超{medium}分以下 (R-3)"), format!("どちらも{each}分以上なら、時間帯ごとに1行")),
            row("同じく (R-4)", "そうでなければ、続けて加算なしの1行"),
            row(
                format!("{medium}分超 (R-5)"),
                format!("時間帯ごとに1行。端が{premium}分未満の加算はとなりに入れ、加算なし"),
            ),
            row("二人目のヘルパー", "別の記録。時間は同じように分ける"),
        ]
    }

    fn point_rows(&self) -> Vec<Row> {
        let text = |point: &Point| {
            let of = |reading: &Reading| match reading.id == point.default {
                true => format!("提案「{}」", reading.text),
                false => format!("ほかに「{}」", reading.text),
            };
            let mut readings: Vec<&Reading> = point.readings.iter().collect();
            readings.sort_by_key(|reading| reading.id != point.default);
            let readings: Vec<String> = readings.into_iter().map(of).collect();
            let effect = point.effect.as_ref().map_or_else(String::new, |effect| format!("(金額: {effect})"));
            format!("{} → {}{effect}", point.question, readings.join("、"))
        };
        let mark = |point: &Point| match point.on {
            OnUnsettled::Hold => Mark::Held,
            OnUnsettled::Apply => Mark::Assumed,
            OnUnsettled::Block => Mark::Blocked,
        };
        self.points.iter().map(|point| row(&point.id, text(point)).marked(mark(point)).from(&point.source)).collect()
    }

    fn free_child_rows(&self) -> Vec<Row> {
        let Some(rule) = &self.free_child else { return Vec::new() };
        let birthday = self.choice("U-17", &[]).is_some_and(|choice| choice.reading == "birthday");
        let day = if birthday { "誕生日" } else { "誕生日の前日(法律の数え方)" };
        let text = format!("{} 提供分から、満{}歳に達する日({day})の月まで負担なし", rule.from, rule.until_age);
        vec![row("期間", text).from(&rule.source)]
    }

    fn burden_rows(&self) -> Vec<Row> {
        let burden = &self.burden;
        if !burden.known {
            return vec![row("負担", "資料にないため、合計は出さない").marked(Mark::Unknown).from(&burden.source)];
        }
        let mut rows = Vec::new();
        if let Some(percent) = burden.rate_percent {
            let rounding = match burden.rounding {
                Some(BurdenRounding::Floor10) => "10円未満切捨て",
                Some(BurdenRounding::Floor1) => "1円未満切捨て",
                None => "端数の決まりなし",
            };
            let cap = if burden.capped { "、負担上限月額まで" } else { "" };
            rows.push(row("負担", format!("総費用額の{percent}%({rounding}){cap}")));
        }
        if !burden.free_income.is_empty() {
            rows.push(row("負担のない人", format!("所得区分 {}", burden.free_income.join("、"))));
        }
        rows.extend(burden.note.as_ref().map(|note| row("説明", note)));
        rows.into_iter().map(|row| row.from(&burden.source)).collect()
    }

    fn limit_rows(&self) -> Vec<Row> {
        let Some(limits) = &self.limits else { return Vec::new() };
        let month = limits.standard_hours_per_month.map(|hours| row("1か月の標準", format!("{hours}時間")));
        let day = limits.hours_per_day.map(|hours| row("1日", format!("{hours}時間まで")));
        month.into_iter().chain(day).map(|row| row.from(&limits.source)).collect()
    }

    fn currency_words(&self, price: &Price) -> &'static str {
        match price.currency.unwrap_or(self.identity.currency) {
            Currency::Units => "単位",
            Currency::Yen => "円",
        }
    }

    fn price_rows(&self, price: &Price) -> Vec<Row> {
        let label = price.label.clone().unwrap_or_else(|| price.id.clone());
        let unit = self.currency_words(price);
        let mark = if price.confidence == Some(Seen::S) { Mark::None } else { Mark::Unverified };
        let mut rows = Vec::new();
        if price.status == PriceStatus::Unknown {
            let note = price.note.as_deref().unwrap_or("額がわからない。要る請求は、この名前を示して止まる");
            rows.push(row(&label, note).marked(Mark::Unknown));
        } else {
            rows.push(row(&label, self.amounts(price, unit)).marked(mark).from(&price.source));
        }
        rows.extend(price.points.iter().map(|point| {
            let code = point.code.as_ref().map_or_else(String::new, |code| format!("(コード {code})"));
            let mark = if point.confidence == Seen::S { Mark::None } else { Mark::Unverified };
            row(&point.name, format!("{}{unit}{code}", point.amount)).marked(mark).from(&point.source)
        }));
        rows
    }

    fn amounts(&self, price: &Price, unit: &str) -> String {
        let per = price.per.as_ref().map_or_else(String::new, |per| format!("{per} "));
        match price.shape {
            Some(PriceShape::Brackets) => {
                let rules = &self.split;
                let first = rules.first_bracket_minutes.unwrap_or(rules.bracket_minutes);
                let upper = |at: usize| first + rules.bracket_minutes * at as u16;
                let each: Vec<String> =
                    price.brackets.iter().enumerate().map(|(at, amount)| format!("{}分 {amount}", upper(at))).collect();
                let step = price
                    .step
                    .map_or_else(String::new, |step| format!("、その後{}分ごとに+{step}", rules.bracket_minutes));
                format!("{}{step}({unit})", each.join("、"))
            }
            Some(PriceShape::TimeClass | PriceShape::PercentOfTable) => {
                let percent = price.shape == Some(PriceShape::PercentOfTable);
                let unit = if percent { "%" } else { unit };
                let each: Vec<String> = price
                    .classes
                    .iter()
                    .map(|class| format!("{}分まで {}", class.up_to_minutes, class.amount))
                    .collect();
                let beyond = price.beyond.map_or_else(String::new, |beyond| {
                    format!("、その後{}分ごとに+{}", beyond.step_minutes, beyond.amount)
                });
                format!("{}{beyond}({unit})", each.join("、"))
            }
            _ => price.amount.map_or_else(|| "下の項目だけ".to_owned(), |amount| format!("{per}{amount}{unit}")),
        }
    }

    fn addition_row(&self, addition: &Addition) -> Row {
        let unit = match self.identity.currency {
            Currency::Units => "単位",
            Currency::Yen => "円",
        };
        let names: Vec<&str> = addition.names.values().map(String::as_str).collect();
        let codes: Vec<&str> = addition.codes.values().map(String::as_str).collect();
        let limit = addition.limit.map_or_else(String::new, |limit| {
            let span = if limit.per == LimitSpan::Month { "1か月" } else { "1日" };
            format!("、{span}に{}回まで", limit.count)
        });
        let text = format!("{}{unit}(コード {}){limit}", addition.amount, codes.join("、"));
        let mark = if addition.confidence == Seen::S { Mark::None } else { Mark::Unverified };
        row(names.join("・"), text).marked(mark).from(&addition.source)
    }
}

fn entry_rows(period: &PeriodRules) -> Vec<Row> {
    let until = period.to.map_or_else(|| "いまも".to_owned(), |to| format!("{to} 提供分まで"));
    let mut rows = vec![row(&period.id, format!("{} 提供分から、{until}", period.from))];
    if let Some(rules) = &period.mobility {
        rows.push(row("移動支援の名前", &rules.name));
        rows.extend(rules.name_free.as_ref().map(|name| row("児童無償の名前", name)));
        if !rules.commute_boxes.is_empty() {
            let boxes: Vec<String> = rules
                .commute_boxes
                .iter()
                .map(|mark| format!("{}({}分まで)", mark.label, mark.up_to_minutes))
                .collect();
            rows.push(row("通園・通学・通所", format!("加算欄に1: {}", boxes.join("、"))));
        }
        rows.extend(rules.commute_line.as_ref().map(|line| row("通園・通学・通所", format!("別の行: {}", line.name))));
    }
    if let Some(rules) = &period.daytime {
        rows.push(row("日中一時支援の名前", &rules.name));
        let boxes = rules.boxes.iter().map(|mark| match mark.income.is_empty() {
            true => mark.label.clone(),
            false => format!("{}(所得区分 {} だけ)", mark.label, mark.income.join("・")),
        });
        rows.push(row("日中一時支援の加算欄", boxes.collect::<Vec<_>>().join("、")));
    }
    rows.into_iter().map(|row| row.from(&period.source)).collect()
}
