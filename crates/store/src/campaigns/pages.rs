//! The leads of a campaign page by page, in the order in which it would call them.

use outdial_domain::Timestamp;
use outdial_domain::campaign::{CampaignSettings, LeadOrder};
use outdial_domain::ids::{CampaignId, LeadId, ListId};

use super::leads::{COLUMNS, CampaignLead, CampaignLeads, read};
use crate::consents::CONSENT_MISSING;
use crate::db::Param;
use crate::leads::consent_condition;
use crate::page::{Page, PageRequest};
use crate::{LeadRow, StoreError};

/// A lead as a campaign will call it, called it or does not.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadOfCampaign {
    /// The lead.
    pub lead: LeadRow,
    /// What the campaign made of it; absent while it has not looked at it.
    pub own: Option<CampaignLead>,
}

/// Which leads of a campaign are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// All of them.
    All,
    /// Those that may be called now.
    Due,
    /// Those that are being called, or are to be called later.
    Waiting,
    /// Those that it is done with.
    Done,
    /// Those that it does not call.
    Blocked,
}

/// A part of the list, in which one order holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Due,
    Unread,
    Taken,
    Later,
    LeftOut,
    /// Not looked at for want of a consent.
    Unasked,
    Done,
}

/// Where a page ended: in which part, at which place of it.
struct Position {
    part: Part,
    list: i64,
    key: i64,
    text: String,
    id: String,
}

impl Places {
    fn parts(self) -> &'static [Part] {
        match self {
            Self::All => &[
                Part::Due,
                Part::Unread,
                Part::Taken,
                Part::Later,
                Part::Done,
                Part::LeftOut,
                Part::Unasked,
            ],
            Self::Due => &[Part::Due, Part::Unread],
            Self::Waiting => &[Part::Taken, Part::Later],
            Self::Done => &[Part::Done],
            Self::Blocked => &[Part::LeftOut, Part::Unasked],
        }
    }
}

impl Part {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Due, "due"),
        (Self::Unread, "unread"),
        (Self::Taken, "taken"),
        (Self::Later, "later"),
        (Self::LeftOut, "left_out"),
        (Self::Unasked, "unasked"),
        (Self::Done, "done"),
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Unread => "unread",
            Self::Taken => "taken",
            Self::Later => "later",
            Self::LeftOut => "left_out",
            Self::Unasked => "unasked",
            Self::Done => "done",
        }
    }
}

impl Position {
    fn beginning(part: Part) -> Self {
        Self {
            part,
            list: -1,
            key: i64::MIN,
            text: String::new(),
            id: String::new(),
        }
    }

    fn of(page: &PageRequest) -> Result<Option<Self>, StoreError> {
        let Some(parts) = page.position(LIST, 5)? else {
            return Ok(None);
        };
        let part = Part::ALL.into_iter().find(|(_, word)| *word == parts[0]);
        let number = |text: &str| text.parse::<i64>().map_err(|_| StoreError::BadCursor);
        Ok(Some(Self {
            part: part.ok_or(StoreError::BadCursor)?.0,
            list: number(&parts[1])?,
            key: number(&parts[2])?,
            text: parts[3].clone(),
            id: parts[4].clone(),
        }))
    }

    fn written(&self) -> Vec<String> {
        vec![
            self.part.word().to_owned(),
            self.list.to_string(),
            self.key.to_string(),
            self.text.clone(),
            self.id.clone(),
        ]
    }
}

impl CampaignLeads<'_, '_> {
    /// A page of a campaign's leads, the next to be called first.
    ///
    /// # Errors
    /// `BadCursor` for a cursor of another list; what the database said.
    pub fn page(
        &mut self,
        campaign: &CampaignId,
        settings: &CampaignSettings,
        places: Places,
        now: Timestamp,
        page: &PageRequest,
    ) -> Result<Page<LeadOfCampaign>, StoreError> {
        let rows = page.rows();
        let from = Position::of(page)?;
        let mut found: Vec<(LeadOfCampaign, Position)> = Vec::new();
        let parts = places.parts().iter().copied();
        let begun_with = from.as_ref().map(|from| from.part);
        if begun_with.is_some_and(|part| !places.parts().contains(&part)) {
            return Err(StoreError::BadCursor);
        }
        let mut from = from;
        for part in parts.skip_while(|part| begun_with.is_some_and(|begun| begun != *part)) {
            let wanted = rows + 1 - found.len();
            let after = from
                .take()
                .filter(|from| from.part == part)
                .unwrap_or_else(|| Position::beginning(part));
            match part {
                Part::Unread | Part::Unasked => {
                    self.unread(campaign, settings, &after, wanted, &mut found)?;
                }
                Part::Due | Part::Taken | Part::Later | Part::LeftOut | Part::Done => {
                    self.looked_at(campaign, part, now, &after, wanted, &mut found)?;
                }
            }
            if found.len() > rows {
                break;
            }
        }
        let page = Page::cut(found, rows, LIST, |(_, position)| position.written());
        Ok(Page {
            items: page.items.into_iter().map(|(lead, _)| lead).collect(),
            next_cursor: page.next_cursor,
        })
    }

    fn looked_at(
        &mut self,
        campaign: &CampaignId,
        part: Part,
        now: Timestamp,
        after: &Position,
        wanted: usize,
        found: &mut Vec<(LeadOfCampaign, Position)>,
    ) -> Result<(), StoreError> {
        let limit = i64::try_from(wanted).unwrap_or(i64::MAX);
        let by_time: [Param<'_>; 5] = [
            campaign.into(),
            now.into(),
            after.key.into(),
            (&after.id).into(),
            limit.into(),
        ];
        let by_why: [Param<'_>; 4] = [
            campaign.into(),
            (&after.text).into(),
            (&after.id).into(),
            limit.into(),
        ];
        let (condition, rest, values) = match part {
            Part::Due => ("state = 'due' AND due_at <= $3", BY_TIME, &by_time[..]),
            Part::Later => ("state = 'due' AND due_at > $3", BY_TIME, &by_time[..]),
            Part::Taken => ("state = 'taken'", BY_WHY, &by_why[..]),
            Part::LeftOut => ("state = 'left_out'", BY_WHY, &by_why[..]),
            Part::Done | Part::Unread | Part::Unasked => ("state = 'done'", BY_WHY, &by_why[..]),
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM campaign_leads WHERE workspace_id = $1 AND campaign_id = $2 AND {condition} {rest}"
        );
        for row in self.tx.query(&sql, values)? {
            let own = read(row)?;
            let Some(lead) = self.tx.leads().get(&own.lead_id)? else {
                continue;
            };
            let position = Position {
                part,
                list: 0,
                key: due_of(&own),
                text: own.why.clone(),
                id: own.lead_id.to_string(),
            };
            found.push((LeadOfCampaign { lead, own: Some(own) }, position));
        }
        Ok(())
    }

    /// Leads that the campaign has not looked at, list by list in its order: those that it may call, or those that have
    /// not given the consent that it needs.
    fn unread(
        &mut self,
        campaign: &CampaignId,
        settings: &CampaignSettings,
        after: &Position,
        wanted: usize,
        found: &mut Vec<(LeadOfCampaign, Position)>,
    ) -> Result<(), StoreError> {
        let needed = settings.consent_scope();
        let (order, consent) = match (after.part, needed) {
            (Part::Unasked, None) => return Ok(()),
            (Part::Unasked, Some(scope)) => (LeadOrder::ListOrder, consent_condition(scope, false)),
            (_, None) => (settings.order, "1 = 1".to_owned()),
            (_, Some(scope)) => (settings.order, consent_condition(scope, true)),
        };
        let enough = found.len() + wanted;
        let mut looked_at = 0;
        for (place, (list, read_line)) in (0_i64..).zip(self.tx.campaigns().open_lists(campaign)?) {
            if place < after.list {
                continue;
            }
            let (column, sign, word, first) = match order {
                // What lies behind the place up to which the list was read is looked for by the campaign itself.
                LeadOrder::ListOrder if after.part == Part::Unasked => ("line", ">", "", 0),
                LeadOrder::ListOrder => ("line", ">", "", read_line),
                LeadOrder::NewestFirst => ("line", "<", " DESC", i64::MAX),
                LeadOrder::FewestAttempts => ("call_attempts", ">", "", i64::MIN),
                LeadOrder::LongestAgo => ("last_called_key", ">", "", i64::MIN),
            };
            let mut at = if place == after.list {
                (after.key, after.id.clone())
            } else {
                (first, String::new())
            };
            loop {
                let sql = format!(
                    "SELECT id, {column} FROM leads WHERE workspace_id = $1 AND list_id = $3
                       AND ({column}, id) {sign} ($4, $5) AND {consent} AND NOT EXISTS (
                         SELECT 1 FROM campaign_leads c
                         WHERE c.workspace_id = $1 AND c.campaign_id = $2 AND c.lead_id = leads.id)
                     ORDER BY {column}{word}, id{word} LIMIT $6"
                );
                let chunk = self.ids_behind(&sql, campaign, &list, &at)?;
                let Some(last) = chunk.last() else { break };
                at = (last.1, last.0.to_string());
                for (id, key) in chunk {
                    looked_at += 1;
                    let Some(lead) = self.tx.leads().get(&id)? else {
                        continue;
                    };
                    if settings.selection.admits(&lead.facts()).is_err() {
                        continue;
                    }
                    let position = Position {
                        part: after.part,
                        list: place,
                        key,
                        text: String::new(),
                        id: id.to_string(),
                    };
                    let own = (after.part == Part::Unasked).then(|| CampaignLead {
                        lead_id: id.clone(),
                        place: super::LeadPlace::LeftOut,
                        attempts: 0,
                        number: 0,
                        why: CONSENT_MISSING.to_owned(),
                        for_user: None,
                        receipt: None,
                    });
                    found.push((LeadOfCampaign { lead, own }, position));
                    if found.len() >= enough {
                        return Ok(());
                    }
                }
                if looked_at >= LOOKED_AT_MAX {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn ids_behind(
        &mut self,
        sql: &str,
        campaign: &CampaignId,
        list: &ListId,
        at: &(i64, String),
    ) -> Result<Vec<(LeadId, i64)>, StoreError> {
        let values: [Param<'_>; 5] = [
            campaign.into(),
            list.into(),
            at.0.into(),
            (&at.1).into(),
            CHUNK.into(),
        ];
        let rows = self.tx.query(sql, &values)?;
        rows.into_iter()
            .map(|mut row| Ok((row.parsed("lead id")?, row.int()?)))
            .collect()
    }
}

fn due_of(own: &CampaignLead) -> i64 {
    match own.place {
        super::LeadPlace::Due(at) => at.0,
        super::LeadPlace::Taken | super::LeadPlace::Done | super::LeadPlace::LeftOut => 0,
    }
}

const BY_TIME: &str = "AND (due_at, lead_id) > ($4, $5) ORDER BY due_at, lead_id LIMIT $6";
const BY_WHY: &str = "AND (why, lead_id) > ($3, $4) ORDER BY why, lead_id LIMIT $5";
const LIST: &str = "campaign_leads";
const CHUNK: u32 = 100;
/// A selection may leave thousands out, one after the other: who sees none of the next few thousand narrows the lists.
const LOOKED_AT_MAX: u32 = 5_000;
