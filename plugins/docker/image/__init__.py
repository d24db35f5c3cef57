"""docker:index/remoteImage:RemoteImage."""
