package org.tessera.fhir.export;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.tessera.fhir.operation.Operation;
import org.tessera.fhir.operation.OperationGroup;
import org.tessera.fhir.search.Search;
import org.tessera.fhir.store.ResourceStore;

/// Bulk export; the node says where the files stand and who is told.
@Configuration
public class ExportConfiguration {
  @Bean(initMethod = "start", destroyMethod = "close")
  public ExportWorker exportWorker(
      DataSource dataSource, Search search, ExportFolder folder, ExportWitness witness) {
    return new ExportWorker(
        dataSource, search, folder, new ExportWorker.Setting(ExportLimits.USUAL, witness));
  }

  @Bean
  public OperationGroup exportOperations(ExportWorker worker, ResourceStore store) {
    return group(worker, store);
  }

  static OperationGroup group(ExportWorker worker, ResourceStore store) {
    List<Operation> all = new ArrayList<>(ExportOperation.all(worker, store));
    all.add(new ExportStatusOperation(worker));
    all.add(new ExportFileOperation(worker));
    return new OperationGroup(all);
  }
}
