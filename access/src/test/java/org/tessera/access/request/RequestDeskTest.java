package org.tessera.access.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.tessera.access.Person;
import org.tessera.access.Role;
import org.tessera.access.audit.AuditQuestion;
import org.tessera.access.audit.AuditTrail;
import org.tessera.fhir.postgres.TestDatabase;

class RequestDeskTest {
  private static final TestDatabase database = TestDatabase.create("access");
  private static final Person researcher = new Person("ann", "Ann", Set.of(Role.RESEARCHER));
  private static final Person other = new Person("ola", "Ola", Set.of(Role.RESEARCHER));
  private static final Person committee = new Person("cid", "Cid", Set.of(Role.COMMITTEE));
  private static final Person both =
      new Person("bea", "Bea", Set.of(Role.RESEARCHER, Role.COMMITTEE));

  private final AuditTrail trail = new AuditTrail(database.dataSource(), InstantSource.system());
  private final RequestDesk desk =
      new RequestDesk(database.dataSource(), trail, InstantSource.system());

  @AfterAll
  static void close() {
    database.close();
  }

  private Request submitted(Person person) {
    return desk.submit(
        person,
        new RequestDesk.Wish(
            "lung", "Lung cancer", "Staging", "To train a model that stages lung tumours."));
  }

  @Test
  void a_request_waits_for_the_committee() {
    Request request = submitted(researcher);
    assertThat(request.state()).isEqualTo(Request.State.SUBMITTED);
    assertThat(desk.toDecide(committee)).extracting(Request::id).contains(request.id());
  }

  @Test
  void nobody_decides_on_a_request_of_their_own() {
    Request request = submitted(both);
    assertThat(desk.toDecide(both)).extracting(Request::id).doesNotContain(request.id());
    assertThatThrownBy(() -> desk.decide(both, request.id(), true, "fine"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("of their own");
    assertThat(desk.decide(committee, request.id(), true, "").state())
        .isEqualTo(Request.State.APPROVED);
  }

  @Test
  void only_the_committee_decides() {
    Request request = submitted(researcher);
    var administrator = new Person("ada", "Ada", Set.of(Role.ADMINISTRATOR, Role.DATA_MANAGER));
    for (Person person : Set.of(other, administrator)) {
      assertThatThrownBy(() -> desk.decide(person, request.id(), true, ""))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  void a_rejection_says_why() {
    Request request = submitted(researcher);
    assertThatThrownBy(() -> desk.decide(committee, request.id(), false, " "))
        .isInstanceOf(Refused.class);
    Request rejected = desk.decide(committee, request.id(), false, "No ethics vote.");
    assertThat(rejected.state()).isEqualTo(Request.State.REJECTED);
    assertThat(rejected.events().getLast().reason()).isEqualTo("No ethics vote.");
  }

  @Test
  void a_decision_is_taken_once_and_is_in_the_audit_trail() {
    Request request = submitted(researcher);
    desk.decide(committee, request.id(), true, "");
    assertThatThrownBy(() -> desk.decide(committee, request.id(), false, "changed my mind"))
        .hasMessageContaining("decided already");
    assertThat(trail.find(AuditQuestion.all()))
        .anySatisfy(row -> {
          assertThat(row.entry().target()).isEqualTo("request/" + request.id());
          assertThat(row.entry().actor()).isEqualTo("cid");
          assertThat(row.entry().outcome()).isEqualTo("approved");
        });
  }

  @Test
  void researchers_see_their_own_requests_only() {
    Request request = submitted(researcher);
    assertThat(desk.find(researcher, request.id())).isPresent();
    assertThat(desk.find(committee, request.id())).isPresent();
    assertThat(desk.find(other, request.id())).isEmpty();
    assertThat(desk.mine(other)).extracting(Request::id).doesNotContain(request.id());
  }

  @Test
  void a_package_goes_to_the_requester_alone_and_only_when_it_is_built() {
    Request request = submitted(researcher);
    UUID id = request.id();
    assertThatThrownBy(() -> desk.download(researcher, id)).isInstanceOf(Refused.class);
    desk.decide(committee, id, true, "");
    desk.packaged(id, new Request.Delivered("1.0.0", "ab", 3));
    assertThatThrownBy(() -> desk.download(other, id)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> desk.download(committee, id)).isInstanceOf(Refused.class);
    desk.download(researcher, id);
    assertThat(desk.find(researcher, id).orElseThrow().state()).isEqualTo(Request.State.DOWNLOADED);
  }

  @Test
  void a_request_without_a_justification_is_refused() {
    var wish = new RequestDesk.Wish("lung", "Lung cancer", "Staging", "please");
    assertThatThrownBy(() -> desk.submit(researcher, wish)).isInstanceOf(Refused.class);
    var committeesWish = new RequestDesk.Wish("lung", "Lung", "Staging", "x".repeat(30));
    assertThatThrownBy(() -> desk.submit(committee, committeesWish)).isInstanceOf(Refused.class);
  }

  @Test
  void the_history_of_a_request_cannot_be_rewritten() throws Exception {
    submitted(researcher);
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("delete from access.request_event"))
          .hasMessageContaining("only ever added");
    }
  }
}
