package org.tessera.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.RealFiles;
import org.tessera.dicom.Tag;
import org.tessera.dicom.TransferSyntax;
import org.tessera.dicom.Vr;

/// Against the tools of another maker (Debian's package `dcmtk`); skipped where they are not.
class DcmtkTest {
  private static final int QueryRetrieveLevel = 0x00080052;

  @TempDir Path folder;

  private static String tool(String name) {
    Path tool = Path.of("/usr/bin", name);
    Assumptions.assumeTrue(Files.isExecutable(tool), name + " of dcmtk is not installed");
    return tool.toString();
  }

  private int run(String... words) throws Exception {
    Path log = folder.resolve("tool.log");
    var process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("tool.log"), StandardCharsets.ISO_8859_1);
  }

  @Test
  void echoscu_is_answered() throws Exception {
    try (Inbox inbox = Inbox.open(folder)) {
      String port = Integer.toString(inbox.port());
      int status = run(tool("echoscu"), "-aec", "TESSERA", "--repeat", "3", "127.0.0.1", port);
      assertThat(status).as(log()).isZero();
      assertThat(inbox.endings.poll(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void storescu_and_dcmsend_store_files_of_many_kinds() throws Exception {
    String storescu = tool("storescu");
    String dcmsend = tool("dcmsend");
    Path ct = RealFiles.file("pydicom__CT_small.dcm");
    Path implicit = RealFiles.file("pydicom__MR_small_implicit.dcm");
    Path big = RealFiles.file("pydicom__MR_small_bigendian.dcm");
    Path jpeg2000 = RealFiles.file("pydata__US1_J2KI.dcm");
    Path report = RealFiles.file("highdicom__sr_document.dcm");
    try (Inbox inbox = Inbox.open(folder)) {
      String port = Integer.toString(inbox.port());
      int status =
          run(
              storescu,
              "-R",
              "127.0.0.1",
              port,
              ct.toString(),
              implicit.toString(),
              big.toString());
      assertThat(status).as(log()).isZero();
      status = run(storescu, "-xw", "127.0.0.1", port, jpeg2000.toString());
      assertThat(status).as(log()).isZero();
      status =
          run(
              dcmsend,
              "--decompress-never",
              "127.0.0.1",
              port,
              ct.toString(),
              jpeg2000.toString(),
              report.toString());
      assertThat(status).as(log()).isZero();
      assertThat(inbox.files).hasSize(7);
      assertThat(inbox.partial()).isEmpty();
    }
  }

  @Test
  void storescu_is_told_when_an_instance_is_refused() throws Exception {
    String storescu = tool("storescu");
    Path ct = RealFiles.file("pydicom__CT_small.dcm");
    try (Inbox inbox = Inbox.open(folder)) {
      inbox.answer = StoreStatus.OUT_OF_RESOURCES;
      run(storescu, "-v", "127.0.0.1", Integer.toString(inbox.port()), ct.toString());
      assertThat(log()).contains("Refused: OutOfResources");
    }
  }

  @Test
  void storescu_that_aborts_or_is_killed_leaves_nothing_behind() throws Exception {
    String storescu = tool("storescu");
    Path ct = RealFiles.file("pydicom__CT_small.dcm");
    try (Inbox inbox = Inbox.open(folder)) {
      run(storescu, "--abort", "127.0.0.1", Integer.toString(inbox.port()), ct.toString());
      assertThat(inbox.endings.poll(30, TimeUnit.SECONDS)).isFalse();
      assertThat(inbox.partial()).isEmpty();
    }
  }

  @Test
  void storescp_takes_what_we_send_as_it_is() throws Exception {
    String storescp = tool("storescp");
    Path store = Files.createDirectories(folder.resolve("store"));
    int port = freePort();
    var process =
        new ProcessBuilder(storescp, "+xa", "-od", store.toString(), Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("storescp.log").toFile())
            .start();
    try {
      RemotePeer peer = RemotePeer.of("127.0.0.1", port, "STORESCP", "TESSERA");
      awaitEcho(peer);
      List<SendResult> results = new ArrayList<>();
      List<Path> files =
          List.of(
              RealFiles.file("pydicom__CT_small.dcm"),
              RealFiles.file("pydicom__MR_small_bigendian.dcm"),
              RealFiles.file("own__mr_deflated.dcm"),
              RealFiles.file("pydata__US1_J2KI.dcm"));
      InstanceSender.send(peer, files, results::add);
      assertThat(results)
          .hasSize(4)
          .allSatisfy(it -> assertThat(it).isInstanceOf(SendResult.Sent.class));
      try (var stored = Files.list(store)) {
        // Two of the files are one instance in two transfer syntaxes.
        assertThat(stored.count()).isEqualTo(3);
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  @Test
  void dcmqrscp_is_asked_and_sends_to_us() throws Exception {
    String dcmqrscp = tool("dcmqrscp");
    Path archive = Files.createDirectories(folder.resolve("archive"));
    int port = freePort();
    try (Inbox inbox = Inbox.open(folder)) {
      Path settings = folder.resolve("dcmqrscp.cfg");
      Files.writeString(
          settings,
          String.join(
              "\n",
              "NetworkTCPPort = " + port,
              "MaxPDUSize = 16384",
              "MaxAssociations = 16",
              "HostTable BEGIN",
              "us = (TESSERA, 127.0.0.1, " + inbox.port() + ")",
              "HostTable END",
              "VendorTable BEGIN",
              "VendorTable END",
              "AETable BEGIN",
              "ARCHIVE " + archive + " RW (200, 1024mb) ANY",
              "AETable END",
              ""));
      var process =
          new ProcessBuilder(dcmqrscp, "-c", settings.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("dcmqrscp.log").toFile())
              .start();
      try {
        RemotePeer peer = RemotePeer.of("127.0.0.1", port, "ARCHIVE", "TESSERA");
        awaitEcho(peer);
        ask(peer, inbox);
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
  }

  private void ask(RemotePeer peer, Inbox inbox) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      files.add(Instances.write(folder, i, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    }
    List<SendResult> sent = new ArrayList<>();
    InstanceSender.send(peer, files, sent::add);
    assertThat(sent).allSatisfy(it -> assertThat(it).isInstanceOf(SendResult.Sent.class));
    try (ArchiveQuery query = ArchiveQuery.open(peer)) {
      DataSet study = keys("STUDY").edit().put(Tag.PatientName, Vr.PN).build();
      ArchiveQuery.Found found = query.find(study, 100);
      assertThat(found.complete()).isTrue();
      assertThat(found.matches()).hasSize(1);
      assertThat(found.matches().getFirst().string(Tag.PatientName)).contains("Sorglos^Susi");
      DataSet instances = keys("IMAGE").edit().put(Tag.SOPInstanceUID, Vr.UI).build();
      assertThat(query.find(instances, 2).matches()).hasSize(2);
      assertThat(query.find(instances, 2).complete()).isFalse();
      List<ArchiveQuery.Progress> progress = new ArrayList<>();
      ArchiveQuery.Moved moved = query.move(keys("STUDY"), "TESSERA", progress::add);
      assertThat(moved.status()).isZero();
      assertThat(moved.progress().completed()).isEqualTo(5);
      assertThat(progress).isNotEmpty();
      assertThat(inbox.instances).hasSize(5);
      assertThat(query.move(keys("STUDY"), "NOBODY", progress::add).status()).isEqualTo(0xA801);
    }
  }

  private static DataSet keys(String level) {
    return DataSet.EMPTY
        .edit()
        .put(QueryRetrieveLevel, Vr.CS, level)
        .put(Tag.StudyInstanceUID, Vr.UI, "2.25.11")
        .put(Tag.SeriesInstanceUID, Vr.UI, level.equals("IMAGE") ? "2.25.12" : "")
        .build();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void awaitEcho(RemotePeer peer) throws Exception {
    for (int i = 0; i < 100; i++) {
      try {
        Verification.echo(peer);
        return;
      } catch (AssociationFailure _) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("the tool did not start");
  }
}
