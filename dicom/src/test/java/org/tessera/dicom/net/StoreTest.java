package org.tessera.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tessera.dicom.DicomFile;
import org.tessera.dicom.DicomReader;
import org.tessera.dicom.ReadOptions;
import org.tessera.dicom.RealFiles;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;

class StoreTest {
  @TempDir Path folder;

  private static List<SendResult> send(Inbox inbox, List<Path> files) throws IOException {
    List<SendResult> results = new ArrayList<>();
    InstanceSender.send(inbox.peer(), files, results::add);
    return results;
  }

  private static DicomFile read(Path file) throws IOException {
    return (DicomFile) DicomReader.read(file, ReadOptions.whole());
  }

  private static byte[] dataSet(Path file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    DataSetBytes.write(read(file), bytes);
    return bytes.toByteArray();
  }

  @Test
  void an_echo_is_answered_with_success() throws IOException {
    try (Inbox inbox = Inbox.open(folder)) {
      assertThat(Verification.echo(inbox.peer())).isZero();
    }
  }

  static List<TransferSyntax> native_syntaxes() {
    return TransferSyntax.all().stream().filter(it -> !it.isEncapsulated()).toList();
  }

  @ParameterizedTest
  @MethodSource("native_syntaxes")
  void an_instance_arrives_byte_for_byte_in_the_transfer_syntax_it_has(TransferSyntax syntax)
      throws IOException {
    Path file = Instances.write(folder, 1, syntax);
    try (Inbox inbox = Inbox.open(folder)) {
      assertThat(send(inbox, List.of(file)))
          .allSatisfy(it -> assertThat(it).isInstanceOf(SendResult.Sent.class));
      DicomFile arrived = read(inbox.files.getFirst());
      assertThat(arrived.transferSyntax()).isEqualTo(syntax);
      assertThat(arrived.irregularities()).isEmpty();
      assertThat(arrived.meta().string(Tag.MediaStorageSOPInstanceUID)).contains("2.25.10001");
      assertThat(arrived.meta().string(0x00020016)).contains("TESTER");
      assertThat(dataSet(inbox.files.getFirst())).isEqualTo(dataSet(file));
    }
  }

  @Test
  void real_files_arrive_with_their_data_sets_byte_for_byte() throws Exception {
    List<Path> files = new ArrayList<>();
    for (Path file : RealFiles.all()) {
      if (DicomReader.read(file, ReadOptions.header()) instanceof DicomFile header
          && header.dataSet().string(Tag.SOPClassUID).isPresent()
          && header.dataSet().string(Tag.SOPInstanceUID).isPresent()) {
        files.add(file);
      }
    }
    try (Inbox inbox = Inbox.open(folder)) {
      List<SendResult> results = send(inbox, files);
      List<Path> sent =
          results.stream().filter(SendResult.Sent.class::isInstance).map(SendResult::file).toList();
      // A directory is no instance to be stored, and a few files are cut off within their pixels.
      assertThat(results.stream().filter(it -> !(it instanceof SendResult.Sent)).toList())
          .hasSizeLessThanOrEqualTo(6);
      assertThat(inbox.files).hasSameSizeAs(sent);
      for (int i = 0; i < sent.size(); i++) {
        assertThat(dataSet(inbox.files.get(i)))
            .as(sent.get(i).getFileName().toString())
            .isEqualTo(dataSet(sent.get(i)));
      }
      assertThat(inbox.partial()).isEmpty();
      assertThat(inbox.endings.poll(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OUT_OF_RESOURCES", "NOT_WANTED", "FAILED"})
  void what_the_receiver_refuses_is_told_with_its_status_and_removed(StoreStatus status)
      throws IOException {
    Path file = Instances.write(folder, 1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    try (Inbox inbox = Inbox.open(folder)) {
      inbox.answer = status;
      assertThat(send(inbox, List.of(file)))
          .containsExactly(new SendResult.Refused(file, status.code(), status.words()));
      assertThat(inbox.partial()).isEmpty();
    }
  }

  @Test
  void one_refused_instance_leaves_the_association_to_the_next() throws IOException {
    Path one = Instances.write(folder, 1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    Path other = Instances.write(folder, 2, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    var limits = NetLimits.USUAL.withDataSetBytes(50_000);
    try (Inbox inbox = Inbox.open(folder, Inbox.settings(folder).with(limits))) {
      int tooLarge = StoreStatus.TOO_LARGE.code();
      assertThat(send(inbox, List.of(one, other)))
          .extracting(it -> ((SendResult.Refused) it).status())
          .containsExactly(tooLarge, tooLarge);
      assertThat(inbox.partial()).isEmpty();
    }
  }

  /// A receiver that gives up over one instance is asked again for the others.
  @Test
  void a_file_over_which_the_association_breaks_does_not_keep_the_others_back() throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      files.add(Instances.write(folder, i, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }
    try (Inbox inbox = Inbox.open(folder)) {
      inbox.fatal = "2.25.10001";
      List<SendResult> results = send(inbox, files);
      assertThat(results.get(1)).isInstanceOf(SendResult.NotSent.class);
      assertThat(inbox.instances)
          .containsExactlyInAnyOrder("2.25.10000", "2.25.10002", "2.25.10003");
    }
  }

  @Test
  void a_folder_that_vanished_is_out_of_resources_and_not_the_end() throws IOException {
    Path file = Instances.write(folder, 1, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    try (Inbox inbox = Inbox.open(folder)) {
      Files.delete(inbox.receiving);
      assertThat(send(inbox, List.of(file)))
          .extracting(it -> ((SendResult.Refused) it).status())
          .containsExactly(0xA700);
      assertThat(Verification.echo(inbox.peer())).isZero();
    }
  }

  @Test
  void what_a_dead_process_left_half_received_is_removed_at_the_start() throws IOException {
    Path left = Files.createDirectories(folder.resolve("receiving")).resolve("receiving-1.part");
    Files.writeString(left, "half an instance");
    try (Inbox _ = Inbox.open(folder)) {
      assertThat(left).doesNotExist();
    }
  }

  @Test
  void private_and_newer_storage_classes_are_taken_and_other_services_are_not() throws IOException {
    var plain = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    Path own = Instances.write(folder.resolve("a"), "1.3.12.2.1107.5.9.1", "2.25.1", plain);
    Path newer =
        Instances.write(folder.resolve("b"), "1.2.840.10008.5.1.4.1.1.999", "2.25.2", plain);
    Path other = Instances.write(folder.resolve("c"), "1.2.840.10008.5.1.1.9", "2.25.3", plain);
    try (Inbox inbox = Inbox.open(folder)) {
      List<SendResult> results = send(inbox, List.of(own, newer, other));
      assertThat(results.subList(0, 2))
          .allSatisfy(it -> assertThat(it).isInstanceOf(SendResult.Sent.class));
      assertThat(results.get(2)).isInstanceOf(SendResult.NotSent.class);
    }
  }

  @Test
  void titles_that_are_not_on_the_lists_are_rejected_with_their_reason() throws IOException {
    var settings = Inbox.settings(folder).withCallers(Set.of("CT1"));
    try (Inbox inbox = Inbox.open(folder, settings)) {
      inbox.titles = Set.of("TESSERA");
      RemotePeer known = RemotePeer.of("127.0.0.1", inbox.port(), "TESSERA", "CT1");
      assertThat(Verification.echo(known)).isZero();
      assertThatThrownBy(() -> Verification.echo(inbox.peer()))
          .hasMessage("rejected for good: our AE title is not known there");
      RemotePeer astray = RemotePeer.of("127.0.0.1", inbox.port(), "OTHER", "CT1");
      assertThatThrownBy(() -> Verification.echo(astray))
          .hasMessage("rejected for good: the called AE title is not theirs");
    }
  }

  @Test
  void an_instance_that_is_not_what_the_command_says_is_a_mismatch() throws IOException {
    try (Inbox inbox = Inbox.open(folder);
        Requestor requestor = Requestor.open(inbox.peer(), List.of(proposal()))) {
      Agreed context = requestor.context(Instances.CT);
      var dialogue = requestor.dialogue();
      dialogue.send(context, store(1, "2.25.7"), Instances.dataSet(Instances.CT, "2.25.8", 100));
      assertThat(status(requestor, 1)).isEqualTo(StoreStatus.MISMATCH.code());
      dialogue.send(context, store(2, "not a UID"), Instances.dataSet(Instances.CT, "2.25.8", 9));
      assertThat(status(requestor, 2)).isEqualTo(StoreStatus.INVALID_INSTANCE.code());
      dialogue.send(context, store(3, "2.25.9"), out -> out.write(new byte[] {1, 2, 3, 4}));
      assertThat(status(requestor, 3)).isEqualTo(StoreStatus.NOT_UNDERSTOOD.code());
      dialogue.send(context, store(4, "2.25.9"));
      assertThat(status(requestor, 4)).isEqualTo(StoreStatus.NOT_UNDERSTOOD.code());
      assertThat(inbox.files).isEmpty();
      assertThat(inbox.partial()).isEmpty();
    }
  }

  @Test
  void an_instance_that_is_cut_short_is_refused_where_it_arrives_and_not_sent_from_here()
      throws IOException {
    Path file = Instances.write(folder, 9, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    byte[] whole = dataSet(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1000));
    try (Inbox inbox = Inbox.open(folder);
        Requestor requestor =
            Requestor.open(
                inbox.peer(),
                List.of(Proposal.of(Instances.CT, List.of(Requestor.PLAIN.getLast()))))) {
      Agreed context =
          requestor.context(Instances.CT, List.of(Requestor.PLAIN.getLast())).orElseThrow();
      requestor
          .dialogue()
          .send(context, store(1, "2.25.10009"), out -> out.write(whole, 0, whole.length - 1000));
      assertThat(status(requestor, 1)).isEqualTo(StoreStatus.CUT_SHORT.code());
      assertThat(send(inbox, List.of(file)))
          .containsExactly(
              new SendResult.NotSent(file, "it ends before what it holds does", false));
      assertThat(inbox.files).isEmpty();
      assertThat(inbox.partial()).isEmpty();
    }
  }

  @Test
  void a_data_set_that_fails_under_way_is_never_taken_for_a_whole_one() throws Exception {
    Path file = Instances.write(folder, 9, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    byte[] whole = dataSet(file);
    try (Inbox inbox = Inbox.open(folder);
        Requestor requestor = Requestor.open(inbox.peer(), List.of(proposal()))) {
      assertThatThrownBy(() ->
              requestor
                  .dialogue()
                  .send(
                      requestor.context(Instances.CT),
                      store(1, "2.25.10009"),
                      out -> {
                        out.write(whole);
                        throw new IOException("the disk is away");
                      }))
          .hasMessage("the disk is away");
      requestor.abort();
      assertThat(inbox.endings.poll(30, TimeUnit.SECONDS)).isFalse();
      assertThat(inbox.files).isEmpty();
      assertThat(inbox.partial()).isEmpty();
    }
  }

  @Test
  void a_disk_that_fills_under_way_ends_the_instance_that_fills_it() throws IOException {
    Path receiving = Files.createDirectories(folder.resolve("receiving"));
    var free = new AtomicLong(1L << 30);
    var limits = NetLimits.USUAL;
    var storing =
        new Storing(
            Inbox.settings(folder).with(limits),
            _ -> StoreStatus.STORED,
            new AssociationLog(),
            () -> free.getAndSet(limits.freeBytesMin() - 1));
    var context = new Agreed(1, Instances.CT, Requestor.PLAIN.getFirst());
    var caller = new Caller(1, "TESTER", "TESSERA");
    StoreStatus status =
        storing.store(
            context,
            store(1, "2.25.1").withDataSet(),
            new ByteArrayInputStream(new byte[20 << 20]),
            caller);
    assertThat(status).isEqualTo(StoreStatus.OUT_OF_RESOURCES);
    assertThat(receiving).isEmptyDirectory();
  }

  @Test
  void a_listener_whose_port_is_taken_leaves_what_another_is_receiving() throws IOException {
    try (Inbox inbox = Inbox.open(folder)) {
      Path receiving = Files.writeString(inbox.receiving.resolve("receiving-1.part"), "half");
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), inbox.port());
      assertThatThrownBy(() -> Inbox.open(folder, ListenerSettings.of(address, inbox.receiving)))
          .isInstanceOf(BindException.class);
      assertThat(receiving).exists();
    }
  }

  @Test
  void when_both_sides_ask_for_the_end_at_once_both_consent() throws Exception {
    try (var server = new ServerSocket(0);
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var other =
          executor.submit(() -> {
            try (FakePeer fake = FakePeer.accept(server)) {
              fake.wire.write(Pdu.ReleaseRequest.BYTES);
              assertThat(Pdu.read(fake.wire)).isInstanceOf(Pdu.ReleaseRequest.class);
              assertThat(Pdu.read(fake.wire)).isInstanceOf(Pdu.ReleaseResponse.class);
              fake.wire.write(Pdu.ReleaseResponse.BYTES);
              return true;
            }
          });
      var peer = RemotePeer.of("127.0.0.1", server.getLocalPort(), "OTHER", "TESSERA");
      Requestor.open(peer, List.of(proposal())).close();
      assertThat(other.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void an_operation_nobody_knows_is_answered_so() throws IOException {
    try (Inbox inbox = Inbox.open(folder);
        Requestor requestor = Requestor.open(inbox.peer(), List.of(proposal()))) {
      requestor.dialogue().send(requestor.context(Instances.CT), Command.request(0x0150, 5));
      assertThat(requestor.answer(0x0150, 5).command().number(Command.Status, 0)).isEqualTo(0x0211);
    }
  }

  private static Proposal proposal() {
    return Proposal.of(Instances.CT, Requestor.PLAIN);
  }

  private static Command store(int id, String instance) {
    return Command.request(Command.STORE, id)
        .put(Command.AffectedSOPClassUID, Instances.CT)
        .put(Command.AffectedSOPInstanceUID, instance);
  }

  private static int status(Requestor requestor, int id) throws IOException {
    return requestor.answer(Command.STORE, id).command().number(Command.Status, -1);
  }

  @Test
  void several_associations_store_at_once() throws Exception {
    try (Inbox inbox = Inbox.open(folder)) {
      List<Thread> senders = new ArrayList<>();
      for (int sender = 0; sender < 8; sender++) {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          files.add(
              Instances.write(folder, sender * 10 + i, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
        }
        senders.add(Thread.ofVirtual().unstarted(() -> sendAll(inbox, files)));
      }
      senders.forEach(Thread::start);
      for (Thread sender : senders) {
        sender.join();
      }
      assertThat(inbox.instances).hasSize(40);
      assertThat(inbox.callers).extracting(Caller::callingTitle).containsOnly("TESTER");
      assertThat(inbox.callers).extracting(Caller::association).doesNotContain(0L);
    }
  }

  private static void sendAll(Inbox inbox, List<Path> files) {
    try {
      send(inbox, files);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
