package eurekapy.interop.netflix;

import com.netflix.appinfo.MyDataCenterInstanceConfig;

/** An instance that is told its host name and address, since no property does that outside of Amazon. */
final class NamedHostConfig extends MyDataCenterInstanceConfig {
    private final String host;
    private final String ip;

    NamedHostConfig(String host, String ip) {
        this.host = host;
        this.ip = ip;
    }

    @Override
    public String getHostName(boolean refresh) {
        return host;
    }

    @Override
    public String getIpAddress() {
        return ip;
    }
}
