package io.tallyman.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * A primary that became a replica still answers; a connection to it is thrown away, so that the
 * next one may lead to the new primary.
 */
final class ReadOnlyEviction implements SQLExceptionOverride {

  @java.lang.Override // the interface has a type of that name
  public SQLExceptionOverride.Override adjudicate(SQLException e) {
    return SqlFailures.isReadOnly(e)
        ? SQLExceptionOverride.Override.MUST_EVICT
        : SQLExceptionOverride.Override.CONTINUE_EVICT;
  }
}
