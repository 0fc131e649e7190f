package org.tessera.etl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;

/// Of deliveries that are read again, finds the rows that what came later has taken away.
///
/// That is asked of the files, not of what keys rows had, because a new definition may give them
/// other keys: a withdrawn delivery took away what it names, one whose removals were confirmed what
/// it does not name. A row whose very place is the source of a current row was not taken away,
/// whatever they say.
final class Overtaken {
  private final DSLContext sql;
  private final String study;

  Overtaken(DSLContext sql, String study) {
    this.sql = sql;
    this.study = study;
  }

  /// What can be known of the later deliveries.
  ///
  /// @param read those whose rows come again
  /// @param withdrawn those that were withdrawn, and could be read for what they name
  /// @param removing of both those whose removals were confirmed, with the forms they hold
  record Events(Set<Long> read, Set<Long> withdrawn, Map<Long, Set<String>> removing) {
    private static Long[] array(Set<Long> ids) {
      return ids.toArray(Long[]::new);
    }
  }

  /// Takes the rows out of what is to be loaded.
  ///
  /// @return how many, by delivery
  Map<Long, Long> take(Events events) {
    sql.execute(
        """
        update etl.staged s set standing = true from etl.row r
        where s.delivery = any(?) and r.study = ? and r.delivery = s.delivery
          and r.sheet = s.sheet and r.number = s.number
        """,
        Events.array(events.read()),
        study);
    List<Long> deliveries = new ArrayList<>();
    List<String> forms = new ArrayList<>();
    events
        .removing()
        .forEach((delivery, held) ->
            held.forEach(form -> {
              deliveries.add(delivery);
              forms.add(form);
            }));
    Map<Long, Long> taken = new HashMap<>();
    sql.resultQuery(
            """
            delete from etl.staged s using etl.delivery d
            where s.delivery = any(?) and s.accepted and d.id = s.delivery and (
              not s.standing and (
                exists (select 1 from etl.delivery u where u.id = any(?) and u.turn > d.turn)
                or exists (select 1 from etl.staged m join etl.delivery w on w.id = m.delivery
                  where m.delivery = any(?) and m.patient = s.patient and m.form = s.form
                    and m.key = s.key and w.turn > d.turn)
                or exists (select 1 from unnest(?, ?) as f(delivery, form)
                  join etl.delivery w on w.id = f.delivery
                  where f.form = s.form and w.turn > d.turn
                    and not exists (select 1 from etl.staged m where m.delivery = f.delivery
                      and m.patient = s.patient and m.form = s.form and m.key = s.key)))
              or exists (select 1 from etl.row r join etl.delivery u on u.id = r.delivery
                where r.study = ? and r.patient = s.patient and r.form = s.form and r.key = s.key
                  and r.delivery <> all(?) and coalesce(u.turn, u.id) > d.turn))
            returning s.delivery
            """,
            Events.array(events.read()),
            unknown(events),
            Events.array(events.withdrawn()),
            deliveries.toArray(Long[]::new),
            forms.toArray(String[]::new),
            study,
            Events.array(events.read()))
        .fetch(r -> r.get(0, Long.class))
        .forEach(delivery -> taken.merge(delivery, 1L, Long::sum));
    return taken;
  }

  /// Deliveries that counted once and cannot be read by the definition: what they replaced or took
  /// away nobody knows.
  private Long[] unknown(Events events) {
    return sql.resultQuery(
            """
            select id from etl.delivery d where study = ? and not dry and turn is not null
              and id <> all(?) and id <> all(?)
              and not exists (select 1 from etl.imaging_delivery i where i.delivery = d.id)
            """,
            study,
            Events.array(events.read()),
            Events.array(events.withdrawn()))
        .fetch(r -> r.get(0, Long.class))
        .toArray(Long[]::new);
  }
}
