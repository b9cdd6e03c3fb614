//! Contacts as people look for them: the list with its fixed filters, and one contact's state.
//!
//! The filters are plain SQL over a fixed set of columns. Rules are not translated to SQL: who is
//! in a segment is read from `members`, which only `process` writes.

use std::collections::{BTreeSet, HashMap};

use runnel_model::{
    Category, CompanyId, Contact, ContactId, EmailAddress, IdentityKey, Input, InputBody,
    LifecycleStage, SegmentId, Tag, Timestamp, UserId,
};

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use crate::dialect::cells;
use crate::entity::contacts::{self, Column};
use crate::entity::{companies, members, scores, tags};
use crate::error::{classify_orm, parsed, unsigned};
use crate::page::page_size;
use crate::statements::CONTACT_NAMES;
use crate::{Cursor, Database, Page, Result, text};

/// Which contacts, in which order.
#[derive(Clone, Debug, Default)]
pub struct ContactQuery {
    /// Their address, user id or name begins with this, without regard to case.
    pub search: Option<String>,
    /// They carry this tag.
    pub tag: Option<Tag>,
    /// They are in this segment.
    pub segment: Option<SegmentId>,
    /// They are at this stage.
    pub stage: Option<LifecycleStage>,
    /// They work for this company.
    pub company: Option<CompanyId>,
    /// They have at least so many points of the category, or of all.
    pub score_min: Option<i64>,
    /// They have at most so many.
    pub score_max: Option<i64>,
    /// What they are sorted by.
    pub sort: ContactSort,
    /// The largest first.
    pub descending: bool,
    /// Whose score is shown, asked for and sorted by; absent: the sum. Asked for or sorted by a
    /// category, only contacts that have points in it are listed.
    pub category: Option<Category>,
    /// The most rows.
    pub limit: u64,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
}

/// What contacts are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContactSort {
    /// When they became known.
    #[default]
    CreatedAt,
    /// When something last happened to them.
    SeenAt,
    /// Their points.
    Score,
}

/// One line of the contact list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRow {
    /// The contact.
    pub id: ContactId,
    /// Its address.
    pub email: Option<EmailAddress>,
    /// Its id in the customer's system.
    pub user_id: Option<UserId>,
    /// What people call it.
    pub name: String,
    /// How far it has come.
    pub stage: Option<LifecycleStage>,
    /// The company it works for, and what people call that.
    pub company: Option<(CompanyId, String)>,
    /// The points of the category asked for, or of all together.
    pub score: i64,
    /// Its tags.
    pub tags: Vec<Tag>,
    /// Counts the edits by people and the API.
    pub edit_version: u64,
    /// When it became known.
    pub created_at: Timestamp,
    /// When something last happened to it.
    pub seen_at: Timestamp,
}

/// Who a contact is, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedContact {
    /// The contact; the one that it has become part of, if it has.
    pub id: ContactId,
    /// What people call it.
    pub name: String,
}

impl ContactRow {
    fn read(
        row: contacts::Model,
        company: Option<(CompanyId, String)>,
        score: i64,
        tags: Vec<Tag>,
    ) -> Result<Self> {
        Ok(Self {
            id: ContactId(row.id),
            email: row.email.and_then(|address| EmailAddress::parse(&address).ok()),
            user_id: row.user_id.and_then(|id| UserId::parse(&id).ok()),
            name: row.name,
            stage: row.stage.map(|stage| text::read("a contact's stage", stage)).transpose()?,
            company,
            score,
            tags,
            edit_version: unsigned(row.edit_version),
            created_at: Timestamp::from_ms(row.created_at),
            seen_at: Timestamp::from_ms(row.seen_at),
        })
    }
}

/// Points of the category asked for, within the bounds asked for.
fn points(query: &ContactQuery) -> Condition {
    let category = query.category.as_ref().map_or("", |category| category.as_str());
    Condition::all()
        .add(scores::Column::Category.eq(category))
        .add_option(query.score_min.map(|least| scores::Column::Points.gte(least)))
        .add_option(query.score_max.map(|most| scores::Column::Points.lte(most)))
}

fn filtered(query: &ContactQuery) -> Select<contacts::Entity> {
    let mut select = contacts::Entity::find().filter(Column::MergedInto.is_null());
    if let Some(search) = query.search.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        let folded = search.to_lowercase();
        let any = Condition::any()
            .add(begins_with(Column::Email, &folded))
            .add(begins_with(Column::NameKey, &folded))
            .add(begins_with(Column::UserId, search));
        select = select.filter(any);
    }
    if let Some(tag) = &query.tag {
        let tagged = tags::Entity::find()
            .select_only()
            .column(tags::Column::ContactId)
            .filter(tags::Column::Tag.eq(tag.as_str()));
        select = select.filter(Column::Id.in_subquery(tagged.into_query()));
    }
    if let Some(segment) = &query.segment {
        let inside = members::Entity::find()
            .select_only()
            .column(members::Column::ContactId)
            .filter(members::Column::Segment.eq(segment.as_str()));
        select = select.filter(Column::Id.in_subquery(inside.into_query()));
    }
    if query.sort != ContactSort::Score && (query.score_min, query.score_max) != (None, None) {
        let with_points = scores::Entity::find()
            .select_only()
            .column(scores::Column::ContactId)
            .filter(points(query));
        select = select.filter(Column::Id.in_subquery(with_points.into_query()));
    }
    if let Some(company) = query.company {
        select = select.filter(Column::Company.eq(company.0));
    }
    if let Some(stage) = query.stage {
        select = select.filter(Column::Stage.eq(text::of(&stage)));
    }
    select
}

/// A range instead of LIKE: it uses the index on both databases, and nothing in the text is a
/// wildcard.
fn begins_with(column: Column, text: &str) -> Condition {
    Condition::all().add(column.gte(text)).add(column.lt(format!("{text}{}", char::MAX)))
}

fn from_cursor(
    select: Select<contacts::Entity>,
    query: &ContactQuery,
    key: &Expr,
) -> Select<contacts::Entity> {
    let Some([at, id]) = query.cursor.as_ref().and_then(Cursor::keys) else { return select };
    let same = Condition::all().add(key.clone().eq(at));
    let any = Condition::any();
    select.filter(if query.descending {
        any.add(key.clone().lt(at)).add(same.add(Column::Id.lt(id)))
    } else {
        any.add(key.clone().gt(at)).add(same.add(Column::Id.gt(id)))
    })
}

impl Database {
    /// A page of the contact list.
    pub async fn contacts(&self, query: &ContactQuery) -> Result<Page<ContactRow>> {
        let limit = page_size(query.limit);
        let category = query.category.as_ref().map_or("", |category| category.as_str());
        let mut select = filtered(query).select_only().columns([Column::Id]);
        let key = match query.sort {
            ContactSort::CreatedAt => Expr::col((contacts::Entity, Column::CreatedAt)),
            ContactSort::SeenAt => Expr::col((contacts::Entity, Column::SeenAt)),
            ContactSort::Score => {
                let theirs = contacts::Entity::belongs_to(scores::Entity)
                    .from(Column::Id)
                    .to(scores::Column::ContactId);
                select = select.join(JoinType::InnerJoin, theirs.into()).filter(points(query));
                Expr::col((scores::Entity, scores::Column::Points))
            }
        };
        select = from_cursor(select, query, &key);
        let order = if query.descending { Order::Desc } else { Order::Asc };
        let select = select
            .expr_as(key.clone(), "sorted_by")
            .order_by(key, order.clone())
            .order_by(Column::Id, order)
            .limit(limit + 1);
        let found: Vec<(i64, i64)> =
            select.into_tuple().all(self.reader()).await.map_err(classify_orm)?;
        let page = Page::cut(found, limit, |(id, key)| vec![*key, *id]);
        let ids = page.items.into_iter().map(|(id, _)| id).collect();
        Ok(Page { items: self.lines(ids, category).await?, next: page.next })
    }

    /// The state of a contact, or of the contact that it has become part of.
    pub async fn contact(&self, id: ContactId) -> Result<Option<Contact>> {
        let text = "SELECT o.state FROM contacts c \
            JOIN contacts o ON o.id = COALESCE(c.merged_into, c.id) WHERE c.id = $1";
        let rows: Vec<(String,)> = self.pool().query(text, vec![id.into()]).await?;
        rows.first().map(|(state,)| parsed("a contact's state", state)).transpose()
    }

    /// How many edits of a contact are accepted and not applied yet.
    pub async fn waiting_edits(&self, id: ContactId) -> Result<u64> {
        let text = "SELECT input FROM inbox WHERE contact_id = $1";
        let rows: Vec<(String,)> = self.pool().query(text, vec![id.into()]).await?;
        let mut edits = 0;
        for (input,) in rows {
            let input: Input = parsed("an accepted input", &input)?;
            edits += u64::from(matches!(input.body, InputBody::Edit { .. }));
        }
        Ok(edits)
    }

    /// Whom an identity belongs to.
    pub async fn find_contact(&self, key: &IdentityKey) -> Result<Option<ContactId>> {
        let text = "SELECT contact_id FROM identities WHERE kind = $1 AND value = $2";
        let cells = vec![key.kind().into(), key.value().into()];
        let rows: Vec<(i64,)> = self.pool().query(text, cells).await?;
        Ok(rows.first().map(|(id,)| ContactId(*id)))
    }

    /// The lines of the list for these contacts, in this order, each with the sum of its points.
    pub async fn contact_rows(&self, ids: &[ContactId]) -> Result<Vec<ContactRow>> {
        self.lines(ids.iter().map(|id| id.0).collect(), "").await
    }

    /// Who these contacts are by now, and what they are called.
    pub async fn contact_names(
        &self,
        ids: impl IntoIterator<Item = ContactId>,
    ) -> Result<HashMap<ContactId, NamedContact>> {
        let ids: BTreeSet<ContactId> = ids.into_iter().collect();
        let rows: Vec<(i64, i64, String)> =
            self.pool().read(&CONTACT_NAMES, cells!(ids, |id| id)).await?;
        let named = |(id, now, name)| (ContactId(id), NamedContact { id: ContactId(now), name });
        Ok(rows.into_iter().map(named).collect())
    }

    /// How many contacts there are.
    pub async fn count_contacts(&self) -> Result<u64> {
        self.count("SELECT COUNT(*) FROM contacts WHERE merged_into IS NULL").await
    }

    /// The lines of the list for these contacts, in this order.
    async fn lines(&self, ids: Vec<i64>, category: &str) -> Result<Vec<ContactRow>> {
        let rows = contacts::Entity::find().filter(Column::Id.is_in(ids.clone()));
        let rows = rows.all(self.reader()).await.map_err(classify_orm)?;
        let mut rows: HashMap<i64, _> = rows.into_iter().map(|row| (row.id, row)).collect();
        let points = scores::Entity::find()
            .filter(scores::Column::ContactId.is_in(ids.clone()))
            .filter(scores::Column::Category.eq(category));
        let points = points.all(self.reader()).await.map_err(classify_orm)?;
        let points: HashMap<_, _> =
            points.into_iter().map(|row| (row.contact_id, row.points)).collect();
        let tags = tags::Entity::find()
            .filter(tags::Column::ContactId.is_in(ids.clone()))
            .order_by_asc(tags::Column::Tag);
        let tags = tags.all(self.reader()).await.map_err(classify_orm)?;
        let theirs = rows.values().filter_map(|row| row.company).collect::<BTreeSet<_>>();
        let companies = companies::Entity::find().filter(companies::Column::Id.is_in(theirs));
        let companies = companies.all(self.reader()).await.map_err(classify_orm)?;
        let line = |row: contacts::Model| {
            let tags = tags.iter().filter(|tag| tag.contact_id == row.id);
            let tags = tags.filter_map(|tag| Tag::parse(&tag.tag).ok()).collect();
            let score = points.get(&row.id).copied().unwrap_or(0);
            let company = companies.iter().find(|one| Some(one.id) == row.company);
            let company = company.map(|one| (CompanyId(one.id), one.name.clone()));
            ContactRow::read(row, company, score, tags)
        };
        ids.iter().filter_map(|id| rows.remove(id)).map(line).collect()
    }
}
